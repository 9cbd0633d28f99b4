/**
 * Objects of the directory by id, whatever they are. Of those whose kind the caller may not read, type and id are
 * shown. [documented: Graph, directoryObject, "limited information"]
 */
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { EntitySet } from '../entity-set.ts'

export type DirectoryObject = { readonly '@odata.type': string; readonly id: string }

/** A set of the directory, asked for ids only. */
export type ObjectSet<Ports> = {
  /** The type, as Graph names it. */
  readonly name: string
  readonly read: Permission
  readonly named: (
    ports: Ports,
    tenantId: TenantId,
    ids: readonly string[],
  ) => Promise<readonly DirectoryObject[]>
}

export type ReadDeps = { readonly access: Pick<Access, 'hasWhole'> }

export function objectSet<Ports, Row, Field extends string, Id>(
  set: EntitySet<Ports, Row, Field, Id>,
): ObjectSet<Ports> {
  const { name } = set.type
  return {
    name,
    read: set.read,
    async named(ports, tenantId, ids) {
      const field = set.fields['id']
      if (field === undefined || ids.length === 0) return []
      const { list, present } = set.rows(ports)
      const filter = { kind: 'in', field, values: ids } as const
      const { rows } = await list(tenantId, { filter, page: { limit: ids.length } })
      const shown = (await present(rows, tenantId)) as readonly { readonly id: string }[]
      return shown.map((each) => ({ '@odata.type': `#microsoft.graph.${name}`, ...each }))
    },
  }
}

/** In the order of the ids, each once; those of nothing are left out. */
export async function objectsNamed<Ports extends ReadDeps>(
  ports: Ports,
  { caller, sets }: { readonly caller: Caller; readonly sets: readonly ObjectSet<Ports>[] },
  ids: readonly string[],
): Promise<readonly DirectoryObject[]> {
  const wanted = new Set(ids)
  const found = new Map<string, DirectoryObject>()
  for (const { read, named } of sets) {
    const left = [...wanted].filter((id) => !found.has(id))
    const objects = await named(ports, caller.tenantId, left)
    const isReadable = objects.length > 0 && (await ports.access.hasWhole(caller, read))
    for (const each of objects) found.set(each.id, isReadable ? each : limited(each))
  }
  return [...wanted].flatMap((id) => found.get(id) ?? [])
}

function limited({ '@odata.type': type, id }: DirectoryObject): DirectoryObject {
  return { '@odata.type': type, id }
}
