/** Types that the modules of the SuiteApp share; nothing here is installed in NetSuite. */

declare function define<D extends unknown[], M>(dependencies: string[], factory: (...modules: D) => M): void;

declare namespace Landbridge {
  interface Settings {
    account: string;
    /** Base address of the service, without a slash at its end. */
    url: string;
    databaseId: string;
    realTime: boolean;
    email: string;
    includeLeads: boolean;
    includeProspects: boolean;
  }

  interface Save {
    account: string;
    recordType: string;
    internalId: string;
    event: string;
    context: string;
    user: string;
  }

  interface Claims {
    ver: string;
    iss: string;
    aud: string;
    iat: number;
    exp: number;
    jti: string;
    record_type: string;
    internal_id: string;
    event: string;
    context: string;
    user: string;
  }

  interface Answer {
    status: string;
    code: string;
    message: string;
  }

  interface ServiceAnswer extends Answer {
    httpStatus: number;
    accepted: boolean;
    refusedAlone: boolean;
  }

  interface CertificateUpload {
    name: string;
    /** PKCS#12 in base64. */
    file: string;
    password: string;
  }

  interface SettingsModule {
    read(): Settings | null;
  }

  interface RulesModule {
    isUserSave(event: string, context: unknown): boolean;
    isWanted(settings: Settings | null, recordType: string, accountId: string): boolean;
  }

  interface NoticeModule {
    claims(save: Save, settings: Settings, now: Date): Claims;
    /** The compact JWS. */
    sign(payload: Claims): string;
  }

  interface ServiceModule {
    post(base: string, token: string): ServiceAnswer;
  }

  interface StoreModule {
    get(key: string): string | null;
    put(key: string, value: string, seconds: number): void;
    remove(key: string): void;
  }

  interface CircuitModule {
    isOpen(settings: Settings): boolean;
    open(settings: Settings): void;
    close(): void;
  }

  interface ErrorMailModule {
    /** Whether a mail went out. */
    send(save: Save, settings: Settings, reason: string): boolean;
  }

  interface AnswersModule {
    keep(save: Save, answer: Answer): void;
    take(recordType: string, internalId: string, user: string): Answer | null;
  }

  interface VersionModule {
    VERSION: string;
  }
}
