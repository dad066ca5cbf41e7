import type { ProxyState } from '../../../state/proxies.svelte';
import { en } from '../../../text/en';
import type { TagOf } from '../gap/tags';

/** Under an input's name: whether it tells the group beyond the person's line, and the person's verdict. */
export function tagOf(view: ProxyState): TagOf {
  return (player) => {
    const verdict = view.verdicts[player] ?? 'open';
    const tells = (view.points[player]?.association ?? 0) >= view.lines.association;
    return [...(tells ? [en.proxies.tells] : []), ...(verdict === 'open' ? [] : [en.proxies.verdicts[verdict].toLowerCase()])].join(', ') || undefined;
  };
}
