/** What tokens for Graph are asked for, at Microsoft and at a Taxiway server. */
import type { Context } from '../context-file.ts'

/**
 * Everything that was granted for Graph. Microsoft's clouds want their own host as audience; a Taxiway server
 * answers to the public one.
 */
export function scopeOf({ graph }: Pick<Context, 'graph'>): string {
  return `${isMicrosoft(graph) ? graph : 'https://graph.microsoft.com'}/.default`
}

/** Whether `origin` is one of Microsoft's own Graph endpoints. */
export function isMicrosoft(origin: string): boolean {
  const host = new URL(origin).hostname
  return /(^|\.)(microsoft\.(com|us)|chinacloudapi\.cn)$/.test(host)
}
