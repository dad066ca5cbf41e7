/** Parts a remedy into its sentence and the code lines after the first line break, if there are any. */
export function splitRemedy(remedy: string): { readonly sentence: string; readonly code: string } {
  const at = remedy.indexOf('\n');
  if (at < 0) return { sentence: remedy.trim(), code: '' };
  return { sentence: remedy.slice(0, at).trim(), code: remedy.slice(at + 1).replace(/^\n+|\s+$/g, '') };
}
