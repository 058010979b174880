// The certified OpenID provider (npm `oidc-provider`) on loopback, set up for the flows that tests/tests/oauth.rs drives.
//
//   node oidc.mjs ['{"rotate":false}']     one JSON object of the settings below
//
// Prints `listening http://127.0.0.1:PORT` once it accepts connections (the system chooses the port, the address is the
// issuer). Ends by itself after `lifetime` seconds.
import { createServer } from 'node:http';
import Provider, { errors } from 'oidc-provider';

const settings = {
  lifetime: 300, // seconds this process lives
  tokenSeconds: 60, // lifetime of access tokens
  deviceSeconds: 120, // lifetime of device codes
  rotate: true, // a refresh answers with a new refresh token
  dpopNonce: false, // DPoP proofs must carry a nonce
  requirePar: false, // authorization requests must be pushed
  keys: [], // public JWKs of the private_key_jwt client
  ...JSON.parse(process.argv[2] ?? '{}'),
};

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

// A machine's client: no redirects, and the grants given.
const machine = (client_id, token_endpoint_auth_method, more) => ({
  client_id,
  token_endpoint_auth_method,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  ...more,
});

// A client that people sign in with.
const interactive = (client_id, token_endpoint_auth_method, more) => ({
  client_id,
  token_endpoint_auth_method,
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  ...more,
});

const clients = [
  machine('machine', 'client_secret_basic', { client_secret: 'p+q/r=%: s&t?' }),
  machine('id with space:and+colon', 'client_secret_basic', { client_secret: '100%25 & more' }),
  machine('machine-post', 'client_secret_post', { client_secret: 'p+q/r=%: s&t?' }),
  machine('machine-jwt', 'private_key_jwt', { jwks: { keys: settings.keys } }),
  machine('machine-dpop', 'client_secret_basic', { client_secret: 'dpop', dpop_bound_access_tokens: true }),
  machine('exchanger', 'client_secret_basic', { client_secret: 'x', grant_types: ['client_credentials', EXCHANGE] }),
  machine('legacy', 'client_secret_basic', { client_secret: 'x', grant_types: ['password', 'refresh_token'] }),
  interactive('web', 'client_secret_basic', { client_secret: 'web', redirect_uris: ['https://app.example.test/callback'] }),
  interactive('native', 'none', {
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
  }),
  machine('television', 'none', { application_type: 'native', grant_types: [DEVICE, 'refresh_token'] }),
];

const configuration = {
  clients,
  scopes: ['openid', 'offline_access', 'read', 'write'],
  pkce: { required: () => true },
  issueRefreshToken: async () => true,
  rotateRefreshToken: settings.rotate,
  cookies: { keys: ['for tests only'] },
  ttl: {
    AccessToken: settings.tokenSeconds,
    AuthorizationCode: 60,
    ClientCredentials: settings.tokenSeconds,
    DeviceCode: settings.deviceSeconds,
    Grant: 3600,
    IdToken: 600,
    Interaction: 600,
    RefreshToken: 3600,
    Session: 600,
  },
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    revocation: { enabled: true, allowedPolicy: async (ctx, client, token) => token.clientId === client.clientId },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: settings.requirePar },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1), requireNonce: () => settings.dpopNonce },
    resourceIndicators: {
      enabled: true,
      defaultResource: async () => undefined,
      useGrantedResource: async () => true,
      getResourceServerInfo: async () => ({
        scope: 'read write',
        accessTokenFormat: 'opaque',
        accessTokenTTL: settings.tokenSeconds,
      }),
    },
  },
};

// RFC 8693, section 2: an access token of this server for another one, for the same client or narrower.
function addTokenExchange(provider) {
  const parameters = ['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type',
    'audience', 'resource', 'scope'];
  provider.registerGrantType(EXCHANGE, async (ctx) => {
    const { subject_token: subject, subject_token_type: kind, scope } = ctx.oidc.params;
    if (kind !== 'urn:ietf:params:oauth:token-type:access_token') throw new errors.InvalidRequest('subject_token_type');
    if (!await provider.ClientCredentials.find(subject)) throw new errors.InvalidGrant('subject_token is unknown');
    const token = new provider.ClientCredentials({ client: ctx.oidc.client, scope: scope || undefined });
    ctx.body = {
      access_token: await token.save(),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: token.expiration,
      scope: token.scope,
    };
  }, parameters);
}

// RFC 6749, section 4.3: kept by some old servers.
function addPassword(provider) {
  provider.registerGrantType('password', async (ctx) => {
    const { username, password, scope } = ctx.oidc.params;
    if (username !== 'alice' || password !== 'correct horse') throw new errors.InvalidGrant('wrong name or password');
    const token = new provider.ClientCredentials({ client: ctx.oidc.client, scope: scope || undefined });
    ctx.body = { access_token: await token.save(), token_type: 'bearer', expires_in: token.expiration };
  }, ['username', 'password', 'scope']);
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  addTokenExchange(provider);
  addPassword(provider);
  provider.on('server_error', (ctx, error) => console.error('server_error', error));
  server.on('request', provider.callback());
  console.log(`listening ${issuer}`);
});

setTimeout(() => process.exit(0), settings.lifetime * 1000);
