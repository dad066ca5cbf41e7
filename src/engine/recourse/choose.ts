import type { Plan } from './types';

/** Share of inputs, of all that one of two plans changes, that only one of them changes. */
function apart(a: Plan, b: Plan): number {
  const first = new Set(a.changes.map(({ feature }) => feature));
  const second = b.changes.map(({ feature }) => feature);
  const both = second.filter((feature) => first.has(feature)).length;
  const all = first.size + second.length - both;
  return all === 0 ? 0 : 1 - both / all;
}

/**
 * Plans to show, at most `count`, no two with the same inputs, and none that changes all another one does and more at no less cost: the cheapest, the one
 * with fewest changes (of these the cheapest), then each time the one that changes the most other inputs than those chosen.
 */
export function choosePlans<Own extends Plan>(plans: readonly Own[], count: number): Own[] {
  const cheapest = [...plans].sort((a, b) => a.cost - b.cost || a.changes.length - b.changes.length);
  const bySet = new Map<string, Own>();
  for (const plan of cheapest) {
    const key = plan.changes.map(({ feature }) => feature).join();
    if (!bySet.has(key)) bySet.set(key, plan);
  }
  const needed = (plan: Own, other: Own): boolean => other === plan || other.cost > plan.cost || !other.changes.every(({ feature }) => plan.changes.some((own) => own.feature === feature));
  const left = [...bySet.values()].filter((plan, _, all) => all.every((other) => needed(plan, other)));
  const chosen: Own[] = [];
  const take = (plan: Own | undefined): void => {
    if (plan === undefined || chosen.includes(plan) || chosen.length >= count) return;
    chosen.push(plan);
  };
  take(left[0]);
  take([...left].sort((a, b) => a.changes.length - b.changes.length || a.cost - b.cost)[0]);
  for (;;) {
    const nearest = (plan: Plan): number => Math.min(...chosen.map((other) => apart(plan, other)));
    const next = left.filter((plan) => !chosen.includes(plan)).sort((a, b) => nearest(b) - nearest(a) || a.cost - b.cost)[0];
    if (next === undefined || chosen.length >= count) return chosen;
    take(next);
  }
}
