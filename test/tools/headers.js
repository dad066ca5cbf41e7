/** Response headers that a page cannot set for itself in a meta element; any host that can send headers should send these. */
const denied = ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'bluetooth', 'payment', 'display-capture'];

/**
 * @param {string} policy the content policy of the page's own meta element
 * @returns {Record<string, string>}
 */
export function securityHeaders(policy) {
  return {
    'Content-Security-Policy': `${policy}; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-downloads allow-modals`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Connection-Allowlist': '(response-origin)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'Permissions-Policy': denied.map((name) => `${name}=()`).join(', '),
  };
}

/** The policy written in a page's first meta element, or undefined. */
export function metaPolicy(/** @type {string} */ html) {
  return /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1];
}
