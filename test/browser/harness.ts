import '../../src/runtime/guard';
import { startRuntime, type Runtime } from '../../src/runtime/runtime';

declare global {
  var __assay: { readonly boot: Promise<Runtime> };
}

globalThis.__assay = { boot: startRuntime() };
