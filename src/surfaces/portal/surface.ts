/**
 * The portal's addresses, told from all others by their first segment.
 *
 * A tenant in the authority's addresses is a GUID, a domain with its dot, or one of Entra's words, so a plain
 * word never meets it.
 */
import type { SurfacePlace } from '../http/surface.ts'

/** First segments of the addresses at which a screen stands. */
export const screens: readonly string[] = [
  '',
  'overview',
  'devices',
  'import',
  'imports',
  'profiles',
  'groups',
  'conflicts',
  'identifiers',
  'associations',
  'access',
  'audit',
  'bench',
  'settings',
  'me',
]

/** What the landing page asks before anybody has signed in. */
export const configurationPath = '/common/portal-configuration'

export const portalPlace: SurfacePlace = {
  name: 'portal',
  hosts: [],
  pages: screens.filter((screen) => screen !== ''),
  paths: [...screens.map((screen) => `/${screen}`), '/assets', '/favicon.svg', configurationPath],
}
