import { getContext, setContext } from 'svelte';
import type { DriversState } from './drivers.svelte';
import type { GroupsState } from './groups.svelte';
import type { Session } from './session.svelte';

const sessionKey = Symbol('session');
const groupsKey = Symbol('groups');
const driversKey = Symbol('drivers');

export function provide(session: Session, groups: GroupsState, drivers: DriversState): void {
  setContext(sessionKey, session);
  setContext(groupsKey, groups);
  setContext(driversKey, drivers);
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
