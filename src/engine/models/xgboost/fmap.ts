/** Names and types of inputs by position, from an XGBoost feature map: lines of number, name and type (`i` indicator, `q` or `float`, `int`, `c`). */
export function readFeatureMap(bytes: Uint8Array<ArrayBuffer>): { readonly names: readonly string[]; readonly types: readonly string[] } {
  const names: string[] = [];
  const types: string[] = [];
  for (const line of new TextDecoder('utf-8').decode(bytes).split(/\r\n|\n|\r/)) {
    const match = /^(\d{1,7})[\t ]+(\S.*?)[\t ]+(i|q|int|float|c)\s*$/.exec(line);
    if (match === null) continue;
    names[Number(match[1])] = match[2]!;
    types[Number(match[1])] = match[3]!;
  }
  return { names: Array.from(names, (name) => name ?? ''), types: Array.from(types, (type) => type ?? '') };
}
