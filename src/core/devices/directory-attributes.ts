/** What the directory keeps about a device besides its registration: written by clients, queried by group rules. */
export type ExtensionAttribute =
  `extensionAttribute${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15}`

export type DirectoryAttribute =
  | 'accountEnabled'
  | 'isRooted'
  | 'isManaged'
  | 'isCompliant'
  | 'operatingSystemVersion'
  | 'deviceCategory'
  | 'deviceOwnership'
  | 'managementAppId'
  | 'managementType'
  | 'enrollmentProfileName'
  | 'profileType'
  | ExtensionAttribute

/** As text; an absent one has its default. */
export type DirectoryAttributes = Readonly<Partial<Record<DirectoryAttribute, string>>>

export const extensionAttributeNames = Array.from(
  { length: 15 },
  (_, i) => `extensionAttribute${i + 1}` as ExtensionAttribute,
)

export const extensionAttributeTypes = Object.fromEntries(
  extensionAttributeNames.map((name) => [name, 'text']),
) as Record<ExtensionAttribute, 'text'>

export function attributeOf(
  { directoryAttributes }: { readonly directoryAttributes: DirectoryAttributes },
  name: DirectoryAttribute,
  otherwise = '',
): string {
  return directoryAttributes[name] ?? otherwise
}

/** Null: nobody has said. */
export function flagOf(
  { directoryAttributes }: { readonly directoryAttributes: DirectoryAttributes },
  name: DirectoryAttribute,
): boolean | null {
  const value = directoryAttributes[name]
  return value === undefined ? null : value === 'true'
}
