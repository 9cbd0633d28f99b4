/** Budgets like Graph's: per tenant, and per application in a tenant. */
import type { MiddlewareHandler } from 'hono'
import { budgetOfCaller } from '../../core/access/caller.ts'
import type { Budget, Spend } from '../../core/budgets/budget.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { Fidelity } from './fidelity/fidelity.ts'

const seconds = 20

/** [documented: Intune enrollment resources; the list does not name Autopilot's] */
const limits = { any: { tenant: 2_000, app: 1_000 }, write: { tenant: 200, app: 100 } } as const

/** Single imports were throttled after 60 to 70. [observed: msgraph-sdk-powershell#2857; window inferred] */
const singleImports = { limit: 65, seconds: 60 }
const importPath = /\/devicemanagement\/importedwindowsautopilotdeviceidentities$/

export function throttled(spend: Spend, fidelity: Fidelity): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const { path } = c.req
    const caller = c.get('caller')
    const { tenantId } = caller
    const who = budgetOfCaller(caller)
    const writes = c.req.method !== 'GET'
    await spend(tenantId, [
      ...budgetsFor('any', who),
      ...(writes ? budgetsFor('write', who) : []),
      ...(fidelity === 'strict' && c.req.method === 'POST' && importPath.test(path)
        ? [{ ...singleImports, name: `import ${who}` }]
        : []),
    ])
    await next()
  }
}

function budgetsFor(kind: keyof typeof limits, who: string): readonly Budget[] {
  const { tenant, app } = limits[kind]
  return [
    { name: `${kind} ${who}`, limit: app, seconds },
    { name: kind, limit: tenant, seconds },
  ]
}
