import { readLink, writeLink } from '../../engine/audit/codec';
import type { Part, Screen } from '../../engine/audit/screens';
import type { Audit } from '../../engine/audit/types';
import { type ErrorRecord, toErrorRecord } from '../../engine/errors';

/** Which screen and which part of it the address names, and the settings a link brought along. */
export class Route {
  screen = $state<Screen>('start');
  /** Undefined where the screen is one whole. */
  part = $state<Part>();
  /** Settings of an opened link: they wait until a person opens files and says yes. */
  settings = $state.raw<Partial<Audit> | undefined>();
  problem = $state.raw<ErrorRecord | undefined>();

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#read());
  }

  #read(): void {
    try {
      const link = readLink(location.hash);
      this.screen = link.screen;
      this.part = link.part;
      if (link.settings) {
        this.settings = link.settings;
        history.replaceState(null, '', writeLink(link.screen, undefined, link.part));
      }
      this.problem = undefined;
    } catch (error) {
      this.problem = toErrorRecord(error, 'link');
      this.screen = 'start';
      this.part = undefined;
    }
  }

  go(screen: Screen, part?: Part): void {
    if (this.screen === screen && (part === undefined || this.part === part)) return;
    location.hash = writeLink(screen, undefined, part);
  }

  /** The address to hand on: the screen and every setting, never rows, names or hashes. */
  address(audit: Audit): string {
    return new URL(writeLink(this.screen, audit, this.part), location.href).href;
  }
}
