/** Saved views of the portal's lists. */
import type { SavedViewRequest, SavedView as WireView } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import {
  findView,
  ownerOf,
  removeView,
  type SavedView,
  type SavedViews,
  saveView,
} from '../../core/views/saved-view.ts'
import { type Route, routesWith } from '../http/route.ts'
import { listOf } from './contract.ts'

export type ViewDeps = { readonly views: SavedViews }

const viewAnswer = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  query: z.string(),
  shared: z.boolean(),
  by: z.string(),
  own: z.boolean(),
}) satisfies z.ZodType<WireView>

const viewRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** An address of this portal and of nothing else. */
  path: z.string().regex(/^\/[a-z][a-z0-9/-]{0,99}$/),
  query: z.string().max(4_000).default(''),
  /** Whether everybody in the tenant sees it. */
  shared: z.boolean().default(false),
}) satisfies z.ZodType<SavedViewRequest>

const audit = { category: 'Other', resource: 'SavedView' } as const
const permission = 'devices.read'
const route = routesWith<ViewDeps>()

export const viewRoutes: readonly Route<ViewDeps>[] = [
  route({
    method: 'GET',
    path: '/views',
    permission,
    summary: 'Your saved views, and those that others share.',
    answer: listOf(viewAnswer),
    handle: async ({ ports, caller }) => {
      const owner = ownerOf(caller)
      const views = await ports.views.list(caller.tenantId, owner)
      return { value: views.map((view) => presentView(view, owner)) }
    },
  }),
  route({
    method: 'GET',
    path: '/views/:id',
    permission,
    summary: 'One saved view.',
    answer: viewAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentView(await findView(ports.views, caller, parameter('id', ids.view)), ownerOf(caller)),
  }),
  route({
    method: 'PUT',
    path: '/views/:id',
    permission,
    audit,
    summary: 'Save a view under an id of your choice, or change one of yours.',
    body: viewRequest,
    answer: viewAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const saved = await saveView(ports.views, caller, { ...body, id: parameter('id', ids.view) })
      return presentView(saved, saved.ownerId)
    },
  }),
  route({
    method: 'DELETE',
    path: '/views/:id',
    permission,
    audit,
    summary: 'Delete one of your saved views.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      await removeView(ports.views, caller, parameter('id', ids.view))
      return undefined
    },
  }),
]

function presentView({ ownerId, ...view }: SavedView, reader: string): WireView {
  return { ...view, own: ownerId === reader }
}
