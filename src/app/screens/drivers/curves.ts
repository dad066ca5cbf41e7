import { FEWEST_NEIGHBOURS } from '../../../engine/influence/dependence/axes';
import type { AxisDependence } from '../../../engine/influence/dependence/types';
import { twoSidedStudent } from '../../../engine/influence/sampled/estimate';
import type { Feature } from '../../../engine/models/binding/types';
import type { DependenceCurve } from '../../charts/dependence/types';
import type { DotRow } from '../../charts/importance/types';
import { en } from '../../text/en';
import { valueText } from '../person/words';
import { combinationName } from './levels';

export type Method = 'accumulated' | 'partial';

/** Single people drawn behind the line. */
const PEOPLE = 24;

export type CurvePoints = Pick<DependenceCurve, 'x' | 'y' | 'half' | 'near' | 'curvesX' | 'curves' | 'thin'>;

const halfOf = (half: number | undefined): number | null => (half === undefined || Number.isNaN(half) ? null : half);

/** Neighbouring points of the grid between which hardly anybody is. */
export function thinStretches(x: readonly number[], thin: readonly boolean[]): [number, number][] {
  const out: [number, number][] = [];
  for (let i = 0; i < x.length; i++) {
    if (!thin[i]) continue;
    const [from, to] = [x[Math.max(0, i - 1)]!, x[Math.min(x.length - 1, i + 1)]!];
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else out.push([from, to]);
  }
  return out;
}

/** The curve of a number by one of the methods; undefined until it is known. Accumulated effects stand around `base`, the mean of what is followed. */
export function curvePoints(own: AxisDependence, method: Method, base: number | null): CurvePoints | undefined {
  const { axis, partial, accumulated, thin } = own;
  const points = axis.grid.length;
  const present = Array.from({ length: points }, (_, i) => i).filter((i) => !Number.isNaN(axis.grid[i]));
  const curvesX = present.map((i) => axis.grid[i]!);
  const curves = partial ? Array.from({ length: Math.min(PEOPLE, partial.rows) }, (_, row) => present.map((i) => partial.curves[row * points + i]!)) : [];
  const behind = { curvesX, curves, thin: thinStretches(curvesX, present.map((i) => thin[i] === 1)) };
  if (method === 'accumulated') {
    if (!accumulated || base === null) return undefined;
    const { edges, effect, halfWidth, counts } = accumulated;
    const near = Array.from(edges, (_, k) => (counts[k - 1] ?? 0) + (counts[k] ?? 0));
    return { x: [...edges], y: Array.from(effect, (value) => base + value), half: Array.from(halfWidth, halfOf), near, ...behind };
  }
  if (!partial || curvesX.length === 0) return undefined;
  return {
    x: curvesX,
    y: present.map((i) => partial.mean[i]!),
    half: present.map((i) => halfOf(partial.halfWidth[i])),
    near: present.map((i) => axis.neighbours[i]!),
    ...behind,
  };
}

/** Average score with a missing value put into everyone; undefined where none is missing. */
export function missingScore({ axis, partial }: AxisDependence): number | undefined {
  const at = axis.grid.findIndex((value) => Number.isNaN(value));
  return at < 0 ? undefined : partial?.mean[at];
}

/** One point for each level, or each combination of a block, highest score first. */
export function levelRows({ axis, partial }: AxisDependence, features: readonly Feature[]): DotRow[] {
  if (!partial) return [];
  const width = axis.features.length;
  const narrower = partial.rows > 1 ? twoSidedStudent(partial.rows - 1, 0.34) / twoSidedStudent(partial.rows - 1, 0.05) : NaN;
  return Array.from({ length: axis.grid.length / width }, (_, i): DotRow => {
    const value = partial.mean[i]!;
    const half = halfOf(partial.halfWidth[i]);
    const near = axis.neighbours[i]!;
    const around = (size: number | null): [number | null, number | null] => (size === null ? [null, null] : [value - size, value + size]);
    const [low95, high95] = around(half);
    const [low66, high66] = around(half === null ? null : half * narrower);
    const thin = near < FEWEST_NEIGHBOURS;
    return { id: String(i), label: pointName(axis, i, features), value, low66, high66, low95, high95, thin, ...(thin ? { note: en.drivers.thinNote } : {}) };
  }).sort((a, b) => b.value - a.value);
}

/** A level's name, or that of a combination of a block. */
function pointName(axis: AxisDependence['axis'], point: number, features: readonly Feature[]): string {
  const width = axis.features.length;
  const values = axis.features.map((_, k) => axis.grid[point * width + k]!);
  return width === 1 ? valueText(features[axis.features[0]!]!, values[0]!) : combinationName(axis, values, features);
}
