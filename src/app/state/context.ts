import { getContext, setContext } from 'svelte';
import type { DriversState } from './drivers.svelte';
import type { ExperimentsState } from './experiments.svelte';
import type { GroupsState } from './groups.svelte';
import type { PersonState } from './person.svelte';
import type { Session } from './session.svelte';

const sessionKey = Symbol('session');
const groupsKey = Symbol('groups');
const driversKey = Symbol('drivers');
const personKey = Symbol('person');

export function provide(session: Session, groups: GroupsState, drivers: DriversState, person: PersonState): void {
  setContext(sessionKey, session);
  setContext(groupsKey, groups);
  setContext(driversKey, drivers);
  setContext(personKey, person);
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
