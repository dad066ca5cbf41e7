import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const CONTENT =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
  "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/** The app's policy for markup, styles and scripts, so that a component that breaks it is found here. */
const policy = {
  name: 'gallery-policy',
  apply: 'build' as const,
  transformIndexHtml: (html: string) => html.replace('<head>', `<head>\n    <meta http-equiv="Content-Security-Policy" content="${CONTENT}" />`),
};

/** Serves or builds the gallery of controls and charts; not part of the app. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false }), policy],
  build: { target: 'es2023', assetsInlineLimit: 0, outDir: process.env['GALLERY_OUT'] ?? '../../../.cache/gallery', emptyOutDir: true },
  server: { fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
});
