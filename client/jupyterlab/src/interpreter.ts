/** The interpreter that programs run with, as far as JupyterLab knows it. */

import type { KernelSpec } from '@jupyterlab/services';

/** The default kernel's, as an absolute path; null where it is that of the Jupyter server, which the language server has. */
export async function defaultInterpreter(kernelspecs: KernelSpec.IManager): Promise<string | null> {
  await kernelspecs.ready;
  const specs = kernelspecs.specs;
  const program = specs?.kernelspecs[specs.default]?.argv[0];
  return program !== undefined && /^(\/|[A-Za-z]:[\\/])/.test(program) ? program : null;
}
