/** What the user has chosen, as schema/plugin.json offers it. */

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';

import type { Kind } from './labels';

export interface Values {
  labels: Record<Kind, boolean>;
  findings: boolean;
  hover: boolean;
  completion: boolean;
  liveValues: boolean;
  interpreter: string;
}

const USUAL: Values = {
  labels: { hyperparameter: true, runtime: true, learned: true, unfitted: true, ineffective: true },
  findings: true,
  hover: true,
  completion: true,
  liveValues: false,
  interpreter: ''
};

export class Settings {
  private _values = USUAL;
  private registered: ISettingRegistry.ISettings | null = null;
  private readonly _changed = new Signal<this, void>(this);

  get values(): Values {
    return this._values;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Follows the user's settings from now on. */
  follow(registered: ISettingRegistry.ISettings): void {
    const read = () => {
      const given = registered.composite as Partial<Values>;
      this._values = { ...USUAL, ...given, labels: { ...USUAL.labels, ...given.labels } };
      this._changed.emit();
    };
    this.registered = registered;
    registered.changed.connect(read);
    read();
  }

  /** Switches something on or off, as the user wishes from now on. */
  async toggle(name: 'liveValues'): Promise<void> {
    await this.registered?.set(name, !this._values[name]);
  }

  /** Which of a label's kinds are drawn. A hyperparameter that is not told apart is none that has no effect either. */
  drawn(kinds: readonly Kind[]): Kind[] {
    const family = kinds[0];
    return family !== undefined && this._values.labels[family] ? kinds.filter(kind => this._values.labels[kind]) : [];
  }
}
