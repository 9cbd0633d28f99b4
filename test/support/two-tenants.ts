/** Tenants side by side on one server, as a seed: each has an application of the same secret. */
export function twoTenants(roles: readonly string[]) {
  return ['alpha', 'beta'].map((name, n) => ({
    id: `0000000${n}-0000-4000-8000-000000000000`,
    domain: `${name}.test`,
    displayName: name,
    applications: [
      {
        clientId: `1000000${n}-0000-4000-8000-000000000000`,
        displayName: name,
        secret: 'a secret for this test only',
        roles,
      },
    ],
  }))
}
