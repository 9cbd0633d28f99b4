/** `/$metadata`: actions and functions with what they take and give, enumerations as each version numbers them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRegistry, origin } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
const documents = { 'v1.0': '', beta: '' }
beforeAll(async () => {
  registry = await openRegistry()
  for (const version of ['v1.0', 'beta'] as const) {
    const answer = await registry.app.fetch(new Request(`${origin}/${version}/$metadata`))
    documents[version] = await answer.text()
  }
})
afterAll(() => registry.close())

function operation(version: keyof typeof documents, kind: 'Action' | 'Function', name: string) {
  const shape = new RegExp(`<${kind} Name="${name}" IsBound="true">(.*?)</${kind}>`, 'g')
  return [...documents[version].matchAll(shape)].map(([, inner = '']) => ({
    parameters: [...inner.matchAll(/<Parameter Name="(\w+)" Type="([^"]+)"/g)].map(
      ([, parameter, type]) => `${parameter}: ${type}`,
    ),
    returns: /<ReturnType Type="([^"]+)"/.exec(inner)?.[1],
  }))
}

function members(version: keyof typeof documents, name: string) {
  const [, inner = ''] =
    new RegExp(`<EnumType Name="${name}">(.*?)</EnumType>`).exec(documents[version]) ?? []
  return Object.fromEntries(
    [...inner.matchAll(/Name="(\w+)" Value="(\d+)"/g)].map(([, member, value]) => [
      member,
      Number(value),
    ]),
  )
}

const imported = 'Collection(graph.importedWindowsAutopilotDeviceIdentity)'

test('actions have their parameters, in both versions or in beta alone', () => {
  for (const version of ['v1.0', 'beta'] as const) {
    expect(operation(version, 'Action', 'import')).toEqual([
      {
        parameters: [
          `bindingParameter: ${imported}`,
          `importedWindowsAutopilotDeviceIdentities: ${imported}`,
        ],
        returns: imported,
      },
    ])
    expect(operation(version, 'Action', 'updateDeviceProperties')[0]?.parameters).toEqual([
      'bindingParameter: graph.windowsAutopilotDeviceIdentity',
      'userPrincipalName: Edm.String',
      'addressableUserName: Edm.String',
      'groupTag: Edm.String',
      'displayName: Edm.String',
    ])
    expect(operation(version, 'Action', 'assignUserToDevice')).toHaveLength(1)
    expect(operation(version, 'Action', 'unassignUserFromDevice')).toHaveLength(1)
  }
  const betaOnly = ['assignResourceAccountToDevice', 'allowNextEnrollment', 'sync', 'assign']
  for (const name of [...betaOnly, 'hasPayloadLinks', 'importDeviceIdentityList'])
    expect([
      name,
      operation('v1.0', 'Action', name).length,
      operation('beta', 'Action', name).length,
    ]).toEqual([name, 0, 1])
})

test('functions have theirs', () => {
  expect(operation('v1.0', 'Function', 'getAuditActivityTypes')).toEqual([
    {
      parameters: ['bindingParameter: Collection(graph.auditEvent)', 'category: Edm.String'],
      returns: 'Collection(Edm.String)',
    },
  ])
})

test('enumerations are numbered as each version numbers them', () => {
  expect(members('v1.0', 'enrollmentState')).toEqual({
    unknown: 0,
    enrolled: 1,
    pendingReset: 2,
    failed: 3,
    notContacted: 4,
  })
  expect(members('beta', 'enrollmentState')).toMatchObject({ notContacted: 4, blocked: 5 })
  expect(members('v1.0', 'windowsAutopilotDeviceType')).toEqual({
    windowsPc: 0,
    holoLens: 1,
    unknownFutureValue: 99,
  })
  expect(members('beta', 'windowsDeviceUsageType')).toMatchObject({ unknownFutureValue: 2 })
  expect(members('beta', 'windowsAutopilotDeviceRemediationState')).toMatchObject({
    unknownFutureValue: 99,
  })
})

test('the type of uploads is there, without a set', () => {
  for (const document of Object.values(documents)) {
    expect(document).toContain('<EntityType Name="importedWindowsAutopilotDeviceIdentityUpload"')
    expect(document).toContain(`<NavigationProperty Name="deviceIdentities" Type="${imported}"`)
    expect(document).not.toContain('Name="importedWindowsAutopilotDeviceIdentityUploads"')
  }
})
