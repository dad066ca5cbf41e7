declare module 'virtual:cells' {
  /** Code of each worker as one classic script. */
  export const code: { readonly parse: string; readonly score: string };
  /** Marks the page, its workers and the model runtime as parts of one build. */
  export const buildId: string;
  /** False only from the development server, whose module replacement needs the network. */
  export const lockable: boolean;
  /** Address of the model runtime's WebAssembly file. */
  export const wasmUrl: string;
  /** Its hash in the form of a subresource-integrity attribute. */
  export const wasmIntegrity: string;
}

declare module 'virtual:demo' {
  /** Names of the demo files that stand under models/ beside the page. */
  const files: readonly string[];
  export default files;
}
