/** `/$metadata`: the schema of what is served, as CSDL, generated from the same data as the answers. */
import {
  actions,
  betaTypes,
  complexTypes,
  type EntityType,
  entityTypes,
  enumMembers,
  enums,
  functions,
  type Members,
  type Operation,
  settingsType,
} from 'taxiway-autopilot/graph'
import type { Version } from './shape.ts'
export type Served = {
  /** Path and type of each set. */
  readonly sets: readonly { readonly path: string; readonly type: EntityType }[]
}

export function metadata(version: Version, { sets }: Served): string {
  const types = entityTypes.filter((type) => version === 'beta' || !betaTypes.has(type))
  const parts = [
    ...(Object.keys(enums) as (keyof typeof enums)[]).map((name) => enumXml(name, version)),
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
    ...operations('Action', actions, version),
    ...operations('Function', functions, version),
    element('EntityContainer', { Name: 'GraphService' }, [
      '<Singleton Name="deviceManagement" Type="graph.deviceManagement"/>',
      '<EntitySet Name="directoryObjects" EntityType="graph.directoryObject"/>',
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

function enumXml(name: keyof typeof enums, version: Version): string {
  const parts = enumMembers(name, version).map(([member, value]) =>
    empty('Member', { Name: member, Value: String(value) }),
  )
  return element('EnumType', { Name: name }, parts)
}

/** All are bound: what they are asked of is the first parameter. */
function operations(
  kind: 'Action' | 'Function',
  all: readonly Operation[],
  version: Version,
): readonly string[] {
  return all
    .filter(({ betaOnly }) => version === 'beta' || !betaOnly)
    .map(({ name, of, takes = {}, gives }) =>
      element(kind, { Name: name, IsBound: 'true' }, [
        empty('Parameter', { Name: 'bindingParameter', Type: of }),
        ...Object.entries(takes).map(([parameter, type]) =>
          empty('Parameter', { Name: parameter, Type: type }),
        ),
        ...(gives === undefined ? [] : [empty('ReturnType', { Type: gives })]),
      ]),
    )
}

type Attributes = Readonly<Record<string, string>>

function element(name: string, attributes: Attributes, parts: readonly string[]): string {
  return `<${name}${attributesXml(attributes)}>${parts.join('')}</${name}>`
}

function empty(name: string, attributes: Attributes): string {
  return `<${name}${attributesXml(attributes)}/>`
}

/** Names and types come only from this program and contain nothing that XML would have to escape. */
function attributesXml(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
}
