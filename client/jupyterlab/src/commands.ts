/** What the command palette offers. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { EditorView } from '@codemirror/view';
import { Menu } from '@lumino/widgets';

import { actionsAt, apply } from './actions';
import { findingsAt } from './drawing';
import type { Session } from './session';

const CATEGORY = 'FitLens';

/** active: the editor that the user is in. */
export function addCommands(
  app: JupyterFrontEnd,
  session: Session,
  palette: ICommandPalette | null,
  active: () => EditorView | null
): void {
  const { commands } = app;
  commands.addCommand('fitlens:apply', {
    label: args => String(args.title),
    execute: args => apply(session, args.edit as never)
  });
  commands.addCommand('fitlens:quick-fix', {
    label: 'Quick Fix',
    isEnabled: () => active() !== null,
    execute: async () => {
      const view = active();
      if (view === null) {
        return;
      }
      const { head } = view.state.selection.main;
      const actions = await actionsAt(session, view, head, findingsAt(view, head));
      const menu = new Menu({ commands });
      for (const each of actions) {
        menu.addItem({ command: 'fitlens:apply', args: { title: each.title, edit: each.edit as never } });
      }
      const at = view.coordsAtPos(head);
      if (actions.length > 0 && at !== null) {
        menu.open(at.left, at.bottom);
      }
    }
  });
  commands.addCommand('fitlens:restart', {
    label: 'Restart FitLens',
    execute: () => session.client.restart()
  });
  commands.addCommand('fitlens:live-values', {
    label: 'Show Live Values on Hover',
    isToggled: () => session.settings.values.liveValues,
    execute: () => session.settings.toggle('liveValues')
  });
  for (const command of ['fitlens:quick-fix', 'fitlens:live-values', 'fitlens:restart']) {
    palette?.addItem({ command, category: CATEGORY });
  }
}
