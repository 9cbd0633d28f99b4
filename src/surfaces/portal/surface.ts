/**
 * The portal's addresses, distinguished from all others by their first segment.
 *
 * A tenant in the authority's addresses is a GUID, a domain with a dot, or one of Entra's words, so it never
 * collides with a plain word.
 */
import type { SurfacePlace } from '../http/surface.ts'

/** First segments of the addresses of screens. */
export const screens: readonly string[] = [
  '',
  'overview',
  'devices',
  'import',
  'imports',
  'profiles',
  'groups',
  'conflicts',
  'disputes',
  'identifiers',
  'associations',
  'enrollments',
  'intake',
  'hand-in',
  'approvals',
  'deleted',
  'transfers',
  'webhooks',
  'access',
  'audit',
  'bench',
  'settings',
  'me',
  'partners',
  'customers',
  'removals',
  'repairs',
  // The consent page, where Microsoft's is. [documented: Partner Center, request a reseller relationship]
  'adminportal',
]

/** What the landing page needs before a sign-in. */
export const configurationPath = '/common/portal-configuration'

export const portalPlace: SurfacePlace = {
  name: 'portal',
  priority: 'person',
  hosts: [],
  pages: screens.filter((screen) => screen !== ''),
  paths: [...screens.map((screen) => `/${screen}`), '/assets', '/favicon.svg', configurationPath],
}
