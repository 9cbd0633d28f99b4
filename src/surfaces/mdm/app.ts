/** Device management: devices enroll at `/EnrollmentServer`, and come to `/omadm` from then on. */
import { Hono } from 'hono'
import { DomainError } from '../../core/errors.ts'
import { addOpenRoutes, type OpenRoute } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { type EnrollmentDeps, enrollmentRoutes } from './enrollment/routes.ts'
import { maxBody } from './enrollment/soap.ts'
import { mdmErrors, noSuchMdmRoute } from './errors.ts'
import { type SessionRouteDeps, sessionRoutes } from './session/session-route.ts'
import { type SignInDeps, signInRoutes } from './sign-in/routes.ts'

export type MdmDeps = {
  readonly enrollment: EnrollmentDeps
  readonly session: SessionRouteDeps
  readonly signIn: SignInDeps
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

export function mdmApp(deps: MdmDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false })
  app.use(requestIds)
  const routes: readonly OpenRoute<RequestEnv>[] = [
    ...enrollmentRoutes(deps.enrollment),
    ...sessionRoutes(deps.session),
    ...signInRoutes(deps.signIn),
  ]
  addOpenRoutes(app, routes, () => {
    throw new DomainError('too-large', `The body is larger than ${maxBody / 1024} KiB.`)
  })
  requireGuards(app)
  app.notFound(noSuchMdmRoute)
  app.onError(mdmErrors(deps.report))
  return app
}
