import { loginHosts } from 'taxiway-autopilot'
import type { SurfacePlace } from '../surfaces/http/surface.ts'

/** Entra's authority and the pages on which people sign in to it. */
export const authorityPlace: SurfacePlace = {
  name: 'authority',
  priority: 'person',
  hosts: loginHosts,
  ownsHosts: true,
  paths: [
    '/common',
    '/:tenant/oauth2',
    '/:tenant/v2.0',
    '/:tenant/.well-known',
    '/:tenant/discovery',
    '/:tenant/sign-in',
    '/:tenant/account',
  ],
}
