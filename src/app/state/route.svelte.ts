import { type Screen, readLink, writeLink } from '../../engine/audit/codec';
import type { Audit } from '../../engine/audit/types';
import { type ErrorRecord, toErrorRecord } from '../../engine/errors';

/** Which screen the address names, and the settings a link brought along. */
export class Route {
  screen = $state<Screen>('start');
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
      if (link.settings) {
        this.settings = link.settings;
        history.replaceState(null, '', writeLink(link.screen));
      }
      this.problem = undefined;
    } catch (error) {
      this.problem = toErrorRecord(error, 'link');
      this.screen = 'start';
    }
  }

  go(screen: Screen): void {
    if (this.screen === screen) return;
    location.hash = writeLink(screen);
  }

  /** The address to hand on: the screen and every setting, never rows, names or hashes. */
  address(audit: Audit): string {
    return new URL(writeLink(this.screen, audit), location.href).href;
  }
}
