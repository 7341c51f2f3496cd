/** Live values: what a learned parameter is in the running kernel, if the user wants to know.

The kernel is asked on hover only, while it is idle and not for long. Of an object, only what lies in its own `__dict__`
is looked at: no property, no `__getattr__` and no `__repr__` of the program's is ever called. */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { EditorView } from '@codemirror/view';
import type { Kernel } from '@jupyterlab/services';

import { offsetAt } from './positions';
import type { Session } from './session';

/** Milliseconds. */
const LIMIT = 2000;

/** Of some value, without running any code of the program's: one expression, since no name may be left behind. */
const LOOK = `(lambda json, functools, value: json.dumps(
  {"absent": True} if value is json else {"computed": True} if value is functools else
  (lambda kind: {
    "type": kind.__qualname__ if kind.__module__ == "builtins" else kind.__module__.split(".")[0] + "." + kind.__qualname__,
    "dtype": str(value.dtype) if (kind.__module__, kind.__name__) == ("numpy", "ndarray") else None,
    "shape": list(value.shape) if (kind.__module__, kind.__name__) == ("numpy", "ndarray") or kind.__module__.split(".")[0] in ("scipy", "pandas") and isinstance(getattr(value, "shape", None), tuple)
      else [len(value)] if kind in (list, tuple, dict, set) else None,
    "value": repr(value)[:80] if kind in (int, float, bool, str, type(None))
      else repr(value.item()) if kind.__module__ == "numpy" and kind.__name__ in ("float64", "float32", "int64", "int32", "bool", "bool_")
      else " ".join(format(each, ".4g") for each in value.ravel()[:6].tolist()) + (" ..." if value.size > 6 else "")
      if kind.__module__ == "numpy" and kind.__name__ == "ndarray" and value.dtype.kind in "iuf" else None,
  })(type(value))
).encode().hex())(__import__("json"), __import__("functools"), __import__("functools").reduce(
  lambda found, name: found if found is __import__("json") or found is __import__("functools") else (lambda own:
    own[name] if isinstance(own, dict) and name in own else
    __import__("functools") if any(name in each.__dict__ for each in type(found).__mro__) else __import__("json"))(
    (lambda slot: slot.__get__(found) if type(slot).__name__ == "getset_descriptor" else None)(
      next((each.__dict__["__dict__"] for each in type(found).__mro__ if "__dict__" in each.__dict__), None))),
  NAMES, globals().get(FIRST, __import__("json"))))`;

interface Seen {
  absent?: boolean;
  computed?: boolean;
  type: string;
  dtype: string | null;
  shape: number[] | null;
  value: string | null;
}

export class Live {
  private readonly contexts = new Map<string, ISessionContext>();

  constructor(private readonly session: Session) {}

  /** The kernel that a notebook runs in. */
  serve(uri: string, context: ISessionContext): void {
    this.contexts.set(uri, context);
  }

  forget(uri: string): void {
    this.contexts.delete(uri);
  }

  /** What will say the live value of the name that ends at an offset; null where none is to be asked for. */
  placeholder(view: EditorView, name: string, end: number): HTMLElement | null {
    const kernel = this.session.settings.values.liveValues ? this.kernel(view) : null;
    const path = kernel && this.path(view, name, end);
    if (!kernel || path === null) {
      return null;
    }
    const element = document.createElement('div');
    element.className = 'fitlens-live';
    element.textContent = 'in the kernel: …';
    void look(kernel, path).then(told => {
      element.textContent = `in the kernel: ${told}`;
    });
    return element;
  }

  private kernel(view: EditorView): Kernel.IKernelConnection | null {
    const uri = this.session.bindings.partIn(view)?.uri.split('#')[0];
    return (uri !== undefined && this.contexts.get(uri)?.session?.kernel) || null;
  }

  /** The dotted names that lead to a learned parameter: `grid.best_estimator_`; null for anything else. */
  private path(view: EditorView, name: string, end: number): string[] | null {
    const part = this.session.bindings.partIn(view);
    const start = end - name.length;
    const learned = part?.labels.some(
      label => label.kinds[0] === 'learned' && offsetAt(view.state.doc, label) === start
    );
    const line = view.state.doc.lineAt(end);
    const before = view.state.sliceDoc(line.from, end);
    const found = /(?<![\w.)\]])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.exec(before);
    return learned && found ? found[0].split('.') : null;
  }
}

/** Asks the kernel, and says what it answers in one line. */
async function look(kernel: Kernel.IKernelConnection, path: string[]): Promise<string> {
  if (kernel.status !== 'idle' || kernel.connectionStatus !== 'connected') {
    return 'busy';
  }
  const [first, ...names] = path;
  const expression = LOOK.replace('NAMES', JSON.stringify(names)).replace('FIRST', JSON.stringify(first));
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions: { fitlens: expression.replace(/\n\s*/g, ' ') }
  });
  const late = new Promise<null>(resolve => window.setTimeout(() => resolve(null), LIMIT));
  const reply = await Promise.race([future.done, late]).catch(() => null);
  if (reply === null) {
    future.dispose();
    return 'no answer in time';
  }
  const expressions = (reply.content as { user_expressions?: Record<string, { data?: Record<string, unknown> }> })
    .user_expressions;
  const hex = String(expressions?.fitlens?.data?.['text/plain'] ?? '').replace(/'/g, '');
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) {
    return 'unknown';
  }
  const bytes = hex.match(/../g)!.map(each => parseInt(each, 16));
  const seen = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes))) as Seen;
  if (seen.absent) {
    return 'not there';
  }
  if (seen.computed) {
    return 'a property, which is not evaluated';
  }
  const form = [seen.type, seen.dtype && `of ${seen.dtype}`, seen.shape && `(${seen.shape.join(', ')})`];
  return form.filter(Boolean).join(' ') + (seen.value === null ? '' : `: ${seen.value}`);
}
