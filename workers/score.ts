import './strip';
import { serve } from './shell';
import { Session, startRuntime } from './session';
let session: Session | undefined;
serve({
  'runtime.start': async ({ wasm }: { wasm: Blob }) => startRuntime(wasm),
  'model.open': async ({ graph }: { graph: Blob }) => { session = await Session.open(graph, []); },
  'model.run': async ({ inputs, outputs }: { inputs: never[]; outputs: string[] }) => session!.run(inputs, outputs),
});
