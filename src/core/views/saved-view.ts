/** Saved views: names for addresses of the portal, one's own or shared with everybody in the tenant. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { DomainError } from '../errors.ts'
import type { TenantId, ViewId } from '../ids.ts'

export type SavedView = {
  readonly id: ViewId
  readonly name: string
  /** Such as `/devices`. */
  readonly path: string
  /** What follows the question mark; may be empty. */
  readonly query: string
  readonly shared: boolean
  readonly ownerId: string
  /** The person or application that saved it, as the audit trail names them. */
  readonly by: string
}

export type SavedViews = {
  /** Those of the owner, and shared ones; by name. */
  list(tenantId: TenantId, ownerId: string): Promise<readonly SavedView[]>
  count(tenantId: TenantId, ownerId: string): Promise<number>
  /** False: the id belongs to a view of somebody else. */
  put(tenantId: TenantId, view: SavedView): Promise<boolean>
  /** False: the owner has no such view. */
  remove(tenantId: TenantId, ownerId: string, id: ViewId): Promise<boolean>
}

/** Views of one person: a longer list helps nobody. */
export const maxViews = 200

export async function saveView(
  views: SavedViews,
  caller: Caller,
  view: Omit<SavedView, 'ownerId' | 'by'>,
): Promise<SavedView> {
  const ownerId = ownerOf(caller)
  const saved = { ...view, ownerId, by: nameOfCaller(caller) }
  const own = await views.list(caller.tenantId, ownerId)
  const isKnown = own.some(({ id }) => id === view.id)
  if (!isKnown && (await views.count(caller.tenantId, ownerId)) >= maxViews)
    throw new DomainError(
      'conflict',
      `You have ${maxViews} saved views, which is the maximum. Delete one first.`,
    )
  if (!(await views.put(caller.tenantId, saved)))
    throw new DomainError(
      'not-permitted',
      'Only the person or application that saved a view can change it.',
    )
  return saved
}

/** One's own, or one that somebody shares. */
export async function findView(views: SavedViews, caller: Caller, id: ViewId): Promise<SavedView> {
  const found = (await views.list(caller.tenantId, ownerOf(caller))).find((each) => each.id === id)
  if (found === undefined) throw viewNotFound()
  return found
}

export async function removeView(views: SavedViews, caller: Caller, id: ViewId): Promise<void> {
  if (!(await views.remove(caller.tenantId, ownerOf(caller), id))) throw viewNotFound()
}

function viewNotFound(): DomainError {
  return new DomainError('not-found', 'You have no saved view with that id.')
}

/** A person; or a program, whose views belong to it. */
export function ownerOf(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return caller.userId
    case 'application':
      return caller.objectId
    case 'partner':
      return caller.user?.id ?? caller.applicationId
    default:
      throw new DomainError('not-permitted', 'Saved views belong to people and applications.')
  }
}
