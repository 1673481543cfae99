import { parseProfile, STARTING_PROFILE, profileFingerprint, type Profile, type ProfileList, type ProfileRecord } from '@logitscope/core'
import type { StoredProfile } from '@logitscope/store'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { nullableNumber } from '../schemas/shared.ts'

const PROFILE_LIMIT_BYTES = 8 * 1024 * 1024

const profileSchema = z.looseObject({ schema: z.literal(1), name: z.string(), version: z.number() }).meta({ id: 'Profile' })

const record = z
  .strictObject({
    sha256: z.string(),
    profile: profileSchema,
    createdAt: z.number(),
    activatedAt: nullableNumber,
    note: z.string().nullable(),
  })
  .meta({ id: 'ProfileRecord' }) as unknown as z.ZodType<ProfileRecord>

const list = z
  .strictObject({ active: record, source: z.enum(['stored', 'file', 'starting']), items: z.array(record) })
  .meta({ id: 'ProfileList' }) as z.ZodType<ProfileList>

const recordOf = ({ sha256, profile, createdAt, activatedAt, note }: StoredProfile): ProfileRecord => ({
  sha256,
  profile,
  createdAt,
  activatedAt,
  note,
})
const unstored = (profile: Profile): ProfileRecord => ({
  sha256: profileFingerprint(profile),
  profile,
  createdAt: 0,
  activatedAt: null,
  note: null,
})

async function listOf(context: ApiContext): Promise<ProfileList> {
  const stored = await context.control().profiles()
  const items = stored.map(recordOf).sort((a, b) => b.createdAt - a.createdAt)
  const { fromFile } = context.profile
  if (fromFile !== null) return { active: unstored(fromFile), source: 'file', items }
  const active = await context.control().activeProfile()
  if (active !== null) return { active: recordOf(active), source: 'stored', items }
  return { active: unstored(STARTING_PROFILE), source: 'starting', items }
}

function refuseWhereFile(context: ApiContext): void {
  if (context.profile.fromFile === null) return
  throw new ApiError(409, 'profile-from-file', 'the profile comes from a file named at start: change that file, or start without --profile')
}

async function activate(context: ApiContext, sha256: string): Promise<ProfileList> {
  refuseWhereFile(context)
  const active = await context.control().activateProfile(sha256, context.now())
  if (active === null) throw new ApiError(404, 'not-found', `no profile with the fingerprint ${sha256} is stored`)
  context.profile.use(active.profile, active.createdAt)
  return listOf(context)
}

/** The profile that was in force before the active one: where none was stored before, the starting profile. */
async function previous(context: ApiContext): Promise<string> {
  const active = await context.control().activeProfile()
  const used = (await context.control().profiles()).filter(({ sha256, activatedAt }) => activatedAt !== null && sha256 !== active?.sha256)
  used.sort((a, b) => (b.activatedAt ?? 0) - (a.activatedAt ?? 0))
  const [last] = used
  if (last !== undefined) return last.sha256
  if (active === null || active.sha256 === profileFingerprint(STARTING_PROFILE))
    throw new ApiError(409, 'no-previous', 'there is no profile that was active before')
  return (await context.control().putProfile(STARTING_PROFILE, context.now(), null)).sha256
}

export function profileRoutes(context: ApiContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/profiles',
      summary: 'The profile in force and all that are stored',
      scopes: ['read'],
      query: z.strictObject({}),
      answer: { schema: list, description: 'Newest first' },
      handle: () => listOf(context),
    }),
    route({
      method: 'put',
      path: '/api/profiles',
      summary: 'Stores a profile, and makes it the active one with ?activate=true',
      scopes: ['admin'],
      query: z.strictObject({ activate: z.enum(['true', 'false']).optional(), note: z.string().max(1_000).optional() }),
      body: { schema: z.unknown(), limitBytes: PROFILE_LIMIT_BYTES },
      answer: { schema: list, description: 'As GET' },
      async handle({ query, body }) {
        const parsed = parseProfile(body)
        if (!parsed.ok) throw new ApiError(400, 'bad-profile', 'this profile cannot be used', parsed.issues.slice(0, 50))
        if (query.activate === 'true') refuseWhereFile(context)
        const { sha256 } = await context.control().putProfile(parsed.value, context.now(), query.note ?? null)
        return query.activate === 'true' ? activate(context, sha256) : listOf(context)
      },
    }),
    route({
      method: 'post',
      path: '/api/profiles/{sha256}/activate',
      summary: 'Makes a stored profile the active one',
      scopes: ['admin'],
      params: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of a profile') }),
      answer: { schema: list, description: 'As GET' },
      handle: ({ params }) => activate(context, params.sha256),
    }),
    route({
      method: 'post',
      path: '/api/profiles/rollback',
      summary: 'Goes back to the profile that was active before',
      scopes: ['admin'],
      answer: { schema: list, description: 'As GET' },
      async handle() {
        refuseWhereFile(context)
        return activate(context, await previous(context))
      },
    }),
  ]
}
