import { getContext, setContext } from 'svelte';
import type { DriversState } from './drivers.svelte';
import type { ExperimentsState } from './experiments.svelte';
import type { GapState } from './gap.svelte';
import type { GroupsState } from './groups.svelte';
import type { PersonState } from './person.svelte';
import type { ProxyState } from './proxies.svelte';
import type { RecourseState } from './recourse.svelte';
import type { Session } from './session.svelte';

const sessionKey = Symbol('session');
const groupsKey = Symbol('groups');
const gapKey = Symbol('gap');
const driversKey = Symbol('drivers');
const personKey = Symbol('person');
const proxiesKey = Symbol('proxies');

export function provide(session: Session, groups: GroupsState, drivers: DriversState, person: PersonState, gap: GapState): void {
  setContext(sessionKey, session);
  setContext(groupsKey, groups);
  setContext(driversKey, drivers);
  setContext(personKey, person);
  setContext(gapKey, gap);
}

/** The one session of the page. */
export function useSession(): Session {
  return getContext<Session>(sessionKey);
}

/** Who gets what by group, computed once for all screens. */
export function useGroups(): GroupsState {
  return getContext<GroupsState>(groupsKey);
}

/** Which inputs matter: kept while other screens are looked at, computed only on its own. */
export function useDrivers(): DriversState {
  return getContext<DriversState>(driversKey);
}

/** One row under question: kept while other screens are looked at, computed only on its own. */
export function usePerson(): PersonState {
  return getContext<PersonState>(personKey);
}

const experimentsKey = Symbol('experiments');

export function provideExperiments(experiments: ExperimentsState): void {
  setContext(experimentsKey, experiments);
}

/** Experiments on the model: their results are kept while other screens are looked at. */
export function useExperiments(): ExperimentsState {
  return getContext<ExperimentsState>(experimentsKey);
}

/** Which inputs carry a gap between two groups: kept while other screens are looked at, computed only on its own. */
export function useGap(): GapState {
  return getContext<GapState>(gapKey);
}

export function provideProxies(proxies: ProxyState): void {
  setContext(proxiesKey, proxies);
}

/** What tells the group, and what a person says of each input: kept while other screens are looked at, computed only beside the gap. */
export function useProxies(): ProxyState {
  return getContext<ProxyState>(proxiesKey);
}

const recourseKey = Symbol('recourse');

export function provideRecourse(recourse: RecourseState): void {
  setContext(recourseKey, recourse);
}

/** What it would take, by group: kept while other screens are looked at, computed only on its own. */
export function useRecourse(): RecourseState {
  return getContext<RecourseState>(recourseKey);
}
