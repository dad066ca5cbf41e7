/** What models/manifest.json says of a sample. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tables: readonly { readonly file: string; readonly title: string; readonly description: string; readonly card: string; readonly rows: number; readonly columns: readonly string[] }[];
  readonly models: readonly { readonly file: string; readonly title: string; readonly description: string; readonly card: string; readonly inputs: readonly string[] }[];
  /** What the columns are for, by name, and the label's level that means the favourable outcome. */
  readonly roles: { readonly label: string; readonly favourable: string; readonly group: string; readonly id: string; readonly time: string };
  /** The row a visitor is led to. */
  readonly person?: { readonly name: string; readonly row: number };
}

/** The samples this copy of the app carries; none when it was built without. */
export async function readSamples(demo: ReadonlyMap<string, Blob>): Promise<readonly Sample[]> {
  const manifest = demo.get('manifest.json');
  return manifest ? (JSON.parse(await manifest.text()) as { samples: readonly Sample[] }).samples : [];
}

/** The files of a sample as if a person had picked them: its first table and its first model. */
export function sampleFiles(sample: Sample, demo: ReadonlyMap<string, Blob>): File[] {
  const names = [sample.tables[0]?.file, sample.models[0]?.file];
  return names.flatMap((name) => {
    const blob = name === undefined ? undefined : demo.get(name);
    return blob && name ? [new File([blob], name)] : [];
  });
}
