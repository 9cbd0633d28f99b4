/**
 * The ids by which Microsoft Graph names its permissions, as an application asks for them: `role` acts as itself,
 * `scope` in the name of a person. The same in every tenant. [documented: Microsoft Graph permissions reference]
 */

export type GraphPermissionIds = { readonly role?: string; readonly scope?: string }

export const graphPermissionIds: Readonly<Record<string, GraphPermissionIds>> = {
  'AppRoleAssignment.ReadWrite.All': {
    role: '06b708a9-e830-4db3-a914-8e69da51d44f',
    scope: '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
  },
  'Application.Read.All': {
    role: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    scope: 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
  },
  'Application.ReadWrite.All': {
    role: '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
    scope: 'bdfbf15f-ee85-4955-8675-146e8e5296b5',
  },
  'AuditLog.Read.All': {
    role: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    scope: 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
  },
  'BitlockerKey.Read.All': {
    role: '57f1cf28-c0c4-4ec3-9a30-19a2eaaf2f6e',
    scope: 'b27a61ec-b99c-4d6a-b126-c4375d08ae30',
  },
  'BitlockerKey.ReadBasic.All': {
    role: 'f690d423-6b29-4d04-98c6-694c42282419',
    scope: '5a107bfc-4f00-4e1a-b67e-66451267bc68',
  },
  'DelegatedPermissionGrant.Read.All': {
    role: '81b4724a-58aa-41c1-8a55-84ef97466587',
    scope: 'a197cdc4-a8e8-4d49-9d35-4ca7c83887b4',
  },
  'DelegatedPermissionGrant.ReadWrite.All': {
    role: '8e8e4742-1d95-4f68-9d56-6ee75648c72a',
    scope: '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
  },
  'Device.Read.All': {
    role: '7438b122-aefc-4978-80ed-43db9fcc7715',
    scope: '951183d1-1a61-466f-a6d1-1fde911bfd95',
  },
  'Device.ReadWrite.All': { role: '1138cb37-bd11-4084-a2b7-9f71582aeddb' },
  'DeviceManagementApps.Read.All': {
    role: '7a6ee1e7-141e-4cec-ae74-d9db155731ff',
    scope: '4edf5f54-4666-44af-9de9-0144fb4b6e8c',
  },
  'DeviceManagementApps.ReadWrite.All': {
    role: '78145de6-330d-4800-a6ce-494ff2d33d07',
    scope: '7b3f05d5-f68c-4b8d-8c59-a2ecd12f24af',
  },
  'DeviceManagementConfiguration.Read.All': {
    role: 'dc377aa6-52d8-4e23-b271-2a7ae04cedf3',
    scope: 'f1493658-876a-4c87-8fa7-edb559b3476a',
  },
  'DeviceManagementConfiguration.ReadWrite.All': {
    role: '9241abd9-d0e6-425a-bd4f-47ba86e767a4',
    scope: '0883f392-0a7a-443d-8c76-16a6d39c7b63',
  },
  'DeviceManagementManagedDevices.PrivilegedOperations.All': {
    role: '5b07b0dd-2377-4e44-a38d-703f09a0dc3c',
    scope: '3404d2bf-2b13-457e-a330-c24615765193',
  },
  'DeviceManagementManagedDevices.Read.All': {
    role: '2f51be20-0bb4-4fed-bf7b-db946066c75e',
    scope: '314874da-47d6-4978-88dc-cf0d37f0bb82',
  },
  'DeviceManagementManagedDevices.ReadWrite.All': {
    role: '243333ab-4d21-40cb-a475-36241daa0842',
    scope: '44642bfe-8385-4adc-8fc6-fe3cb2c375c3',
  },
  'DeviceManagementRBAC.Read.All': {
    role: '58ca0d9a-1575-47e1-a3cb-007ef2e4583b',
    scope: '49f0cc30-024c-4dfd-ab3e-82e137ee5431',
  },
  'DeviceManagementRBAC.ReadWrite.All': {
    role: 'e330c4f0-4170-414e-a55a-2f022ec2b57b',
    scope: '0c5e8a55-87a6-4556-93ab-adc52c4d862d',
  },
  'DeviceManagementServiceConfig.Read.All': {
    role: '06a5fe6d-c49d-46a7-b082-56b1b14103c7',
    scope: '8696daa5-bce5-4b2e-83f9-51b6defc4e1e',
  },
  'DeviceManagementServiceConfig.ReadWrite.All': {
    role: '5ac13192-7ace-4fcf-b828-1a26f28068ee',
    scope: '662ed50a-ac44-4eef-ad86-62eed9be2a29',
  },
  'Directory.Read.All': {
    role: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    scope: '06da0dbc-49e2-44d2-8312-53f166ab848a',
  },
  'Directory.ReadWrite.All': {
    role: '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
    scope: 'c5366453-9fb0-48a5-a156-24f0c49a4b84',
  },
  'Group.Read.All': {
    role: '5b567255-7703-4780-807c-7be8301ae99b',
    scope: '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
  },
  'Group.ReadWrite.All': {
    role: '62a82d76-70ea-41e2-9197-370581804d09',
    scope: '4e46008b-f24c-477d-8fff-7bb4ec7aafe0',
  },
  'GroupMember.Read.All': {
    role: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    scope: 'bc024368-1153-4739-b217-4326f2e966d0',
  },
  'GroupMember.ReadWrite.All': {
    role: 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695',
    scope: 'f81125ac-d3b7-4573-a3b2-7099cc39df9e',
  },
  'IdentityProvider.Read.All': {
    role: 'e321f0bb-e7f7-481e-bb28-e3b0b32d4bd0',
    scope: '43781733-b5a7-4d1b-98f4-e8edff23e1a9',
  },
  'IdentityProvider.ReadWrite.All': {
    role: '90db2b9a-d928-4d33-a4dd-8442ae3d41e4',
    scope: 'f13ce604-1677-429f-90bd-8a10b9f01325',
  },
  'LicenseAssignment.Read.All': {
    role: 'e2f98668-2877-4f38-a2f4-8202e0717aa1',
    scope: 'f395577a-0960-456b-979f-7228de0c5996',
  },
  'Organization.Read.All': {
    role: '498476ce-e0fe-48b0-b801-37ba7e2685c6',
    scope: '4908d5b9-3fb2-4b1e-9336-1888b7937185',
  },
  'Organization.ReadWrite.All': {
    role: '292d869f-3427-49a8-9dab-8c70152b74e9',
    scope: '46ca0847-7e6b-426e-9775-ea810a948356',
  },
  'Policy.ReadWrite.AuthenticationMethod': {
    role: '29c18626-4985-4dcd-85c0-193eef327366',
    scope: '7e823077-d88e-468f-a337-e18f1f0e6c7c',
  },
  'User.Read': { scope: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d' },
  'User.Read.All': {
    role: 'df021288-bdef-4463-88db-98f22de89214',
    scope: 'a154be20-db9c-4678-8ab7-66f6cc099a59',
  },
  'User.ReadBasic.All': {
    role: '97235f07-e226-4f63-ace3-39588e11d3a1',
    scope: 'b340eb25-3456-403f-be2f-af7a0d370277',
  },
  'User.ReadWrite.All': {
    role: '741f803b-c850-494e-b5df-cde7c675a1ca',
    scope: '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
  },
  'User.RevokeSessions.All': {
    role: '77f3a031-c388-4f99-b373-dc68676a979e',
    scope: 'fc30e98b-8810-4501-81f5-c20a3196387b',
  },
  'UserAuthenticationMethod.Read.All': {
    role: '38d9df27-64da-44fd-b7c5-a6fbac20248f',
    scope: 'aec28ec7-4d02-4e8c-b864-50163aea77eb',
  },
  'UserAuthenticationMethod.ReadWrite': { scope: '48971fc1-70d7-4245-af77-0beb29b53ee2' },
  'UserAuthenticationMethod.ReadWrite.All': {
    role: '50483e42-d915-4231-9639-7fdb7fd190e5',
    scope: 'b7887744-6746-4312-813d-72daeaee7e2d',
  },
  email: { scope: '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0' },
  offline_access: { scope: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182' },
  openid: { scope: '37f7f235-527c-4136-accd-4a02d197296e' },
  profile: { scope: '14dad69e-099b-42c9-810b-d002981feec1' },
}
