/** Counts changes of the theme, for marks on a canvas, which do not take new colours by themselves. */
export class ThemeWatch {
  changes = $state(0);

  /** Called while a component is made; ends with it. */
  constructor() {
    $effect(() => {
      const changed = (): void => void this.changes++;
      const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
      for (const query of queries) query.addEventListener('change', changed);
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      return () => {
        for (const query of queries) query.removeEventListener('change', changed);
        observer.disconnect();
      };
    });
  }
}
