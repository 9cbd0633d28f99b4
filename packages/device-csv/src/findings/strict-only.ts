/** What the written rules forbid but the service has been seen to accept, or plausibly accepts. */
export const strictOnly = {
  intune: 'error',
  'intune-lenient': 'info',
  'partner-center': 'error',
} as const
