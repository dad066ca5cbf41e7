import { getContext, setContext } from 'svelte';
import type { GroupsState } from './groups.svelte';
import type { Session } from './session.svelte';

const sessionKey = Symbol('session');
const groupsKey = Symbol('groups');

export function provide(session: Session, groups: GroupsState): void {
  setContext(sessionKey, session);
  setContext(groupsKey, groups);
}

/** The one session of the page. */
export function useSession(): Session {
  return getContext<Session>(sessionKey);
}

/** Who gets what by group, computed once for all screens. */
export function useGroups(): GroupsState {
  return getContext<GroupsState>(groupsKey);
}
