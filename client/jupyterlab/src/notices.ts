/** What the user must hear of the language server. */

import { Notification } from '@jupyterlab/apputils';

import type { Problem } from './client';

/** Says it, with a button that tries again. */
export function notify(problem: Problem): void {
  Notification.error(problem.message, {
    autoClose: false,
    actions: [{ label: 'Try again', callback: problem.retry }]
  });
}
