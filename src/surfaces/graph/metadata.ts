/** `/$metadata`: the schema of what is served, as CSDL, made from the same data as the answers. */
import {
  betaTypes,
  complexTypes,
  type EntityType,
  entityTypes,
  enums,
  type Members,
  settingsType,
} from 'taxiway-autopilot/graph'
import type { Version } from './odata/shape.ts'
export type Served = {
  /** Path and type of each set. */
  readonly sets: readonly { readonly path: string; readonly type: EntityType }[]
}

export function metadata(version: Version, { sets }: Served): string {
  const types = entityTypes.filter((type) => version === 'beta' || !betaTypes.has(type))
  const parts = [
    ...Object.entries(enums).map(enumXml),
    ...Object.entries(complexTypes).map(([name, members]) =>
      element('ComplexType', { Name: name }, memberXml(members)),
    ),
    element('EntityType', { Name: 'entity', Abstract: 'true' }, [
      '<Key><PropertyRef Name="id"/></Key>',
      '<Property Name="id" Type="Edm.String" Nullable="false"/>',
    ]),
    element('EntityType', { Name: 'directoryObject', BaseType: 'graph.entity' }, []),
    ...types.map((type) => entityXml(type, version)),
    element(
      'EntityType',
      { Name: 'deviceManagement', BaseType: 'graph.entity' },
      managementXml(sets),
    ),
    element('EntityContainer', { Name: 'GraphService' }, [
      '<Singleton Name="deviceManagement" Type="graph.deviceManagement"/>',
      ...sets
        .filter(({ path }) => !path.includes('/'))
        .map(({ path, type }) =>
          empty('EntitySet', { Name: path, EntityType: `graph.${type.name}` }),
        ),
    ]),
  ]
  const schema = element(
    'Schema',
    {
      Namespace: 'microsoft.graph',
      Alias: 'graph',
      xmlns: 'http://docs.oasis-open.org/odata/ns/edm',
    },
    parts,
  )
  return `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>${schema}</edmx:DataServices></edmx:Edmx>`
}

function entityXml(type: EntityType, version: Version): string {
  const members = version === 'beta' ? { ...type.members, ...type.beta } : type.members
  const navigations = Object.entries(type.navigations).map(([name, target]) =>
    empty('NavigationProperty', { Name: name, Type: target }),
  )
  return element(
    'EntityType',
    {
      Name: type.name,
      BaseType: `graph.${type.base?.name ?? 'entity'}`,
      ...(type.abstract && { Abstract: 'true' }),
    },
    [
      ...memberXml(members),
      ...(version === 'beta' || !type.name.startsWith('windowsAutopilot') ? navigations : []),
    ],
  )
}

function managementXml(sets: Served['sets']): readonly string[] {
  return sets.flatMap(({ path, type }) => {
    const [parent, name] = path.split('/')
    if (parent !== 'deviceManagement' || name === undefined) return []
    const single = type === settingsType
    const target = single ? `graph.${type.name}` : `Collection(graph.${type.name})`
    return [empty('NavigationProperty', { Name: name, Type: target, ContainsTarget: 'true' })]
  })
}

function memberXml(members: Members): readonly string[] {
  return Object.entries(members).map(([name, type]) =>
    empty('Property', {
      Name: name,
      Type: type.replace('!', ''),
      ...(type.endsWith('!') && { Nullable: 'false' }),
    }),
  )
}

function enumXml([name, members]: [string, readonly string[]]): string {
  const parts = members.map((member, value) =>
    empty('Member', { Name: member, Value: String(value) }),
  )
  return element('EnumType', { Name: name }, parts)
}

type Attributes = Readonly<Record<string, string>>

function element(name: string, attributes: Attributes, parts: readonly string[]): string {
  return `<${name}${attributesXml(attributes)}>${parts.join('')}</${name}>`
}

function empty(name: string, attributes: Attributes): string {
  return `<${name}${attributesXml(attributes)}/>`
}

/** Names and types come from this program alone and hold nothing that XML would have to escape. */
function attributesXml(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
}
