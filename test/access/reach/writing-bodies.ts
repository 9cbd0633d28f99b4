/** Bodies for writing routes that name the same things as their paths: of the admin surface as its description says. */
import type { Json } from '../../support/registry.ts'
import type { Ids, RouteRequest } from '../route-requests.ts'

const graph: readonly (readonly [RegExp, (ids: Ids) => object])[] = [
  [/updateDeviceProperties/, () => ({ groupTag: 'Kiosk', displayName: 'PC-1' })],
  [
    /assignUserToDevice/,
    () => ({ userPrincipalName: 'weak@contoso.test', addressableUserName: 'W' }),
  ],
  [/deleteDevices/, () => ({ serialNumbers: ['SPELLED', 'OUT-OF-REACH'] })],
  [/members\/\$ref/, (ids) => reference(ids['devices'])],
  [/owners\/\$ref/, (ids) => reference(ids['users'])],
  [
    /\/assignments$/,
    (ids) => ({
      target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: ids['groups'] },
    }),
  ],
  [/\/groups\/:id$/, () => ({ displayName: 'Renamed' })],
  [/\/users\/:id$/, () => ({ accountEnabled: false })],
  [/\/devices\/:id$/, () => ({ extensionAttributes: { extensionAttribute1: 'x' } })],
  [/DeploymentProfiles\/:id$/i, () => ({ displayName: 'Renamed' })],
  [/(getByIds|getMemberObjects|checkMember)/, (ids) => ({ ids: Object.values(ids).slice(0, 8) })],
]

function reference(id = ''): object {
  return { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` }
}

export function bodiesFor(
  { path, method, title }: RouteRequest,
  ids: Ids,
  description: Json,
): readonly (object | undefined)[] {
  if (method === 'DELETE') return [undefined]
  const full = title.slice(title.indexOf(' ') + 1)
  const known = graph.filter(([pattern]) => pattern.test(full)).map(([, make]) => make(ids))
  const at = full.replaceAll(/:(\w+)/g, '{$1}')
  const described = description.paths[at]?.[method.toLowerCase()]?.requestBody
  const schema = described?.content['application/json']?.schema
  const made = schema === undefined ? [] : [sample(schema, schema, { ids, name: path })]
  return [{}, ...known, ...made.filter((each) => typeof each === 'object' && each !== null)]
}

type Place = { readonly ids: Ids; readonly name: string }

/** Something of that shape; what is called an id names a device, or what its name says. */
function sample(schema: Json, root: Json, place: Place): Json {
  if (typeof schema.$ref === 'string')
    return sample(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, root, place)
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return sample(options[0], root, place)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries<Json>(schema.properties ?? {}).map(([name, each]) => [
          name,
          sample(each, root, { ...place, name }),
        ]),
      )
    case 'array':
      return [sample(schema.items ?? {}, root, place)]
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    default:
      return text(place)
  }
}

function text({ ids, name }: Place): string {
  if (/serial/i.test(name)) return 'SPELLED'
  if (/url/i.test(name)) return 'https://receiver.example/other'
  if (/(date|time|since|until)/i.test(name)) return '2026-11-01T00:00:00Z'
  const word = name.replace(/Ids?$/, '').toLowerCase()
  if (/ids?$/i.test(name)) return ids[`${word}s`] ?? ids['device'] ?? ''
  return 'Kiosk'
}
