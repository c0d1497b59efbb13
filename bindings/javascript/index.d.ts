// CodeArts Deploy for Node. The operations, their requests, results and events are described in codearts_deploy.h, and by
// `schema`.

/** A JSON object: a result, an event, an error document. */
export type Document = { [member: string]: any };
/** An object, or JSON text. */
export type Request = object | string | Uint8Array;
/** What a failure means for a second try. */
export type Outcome = "not_sent" | "refused" | "started" | "unknown";

export interface Violation {
  path: string;
  rule: string;
  message: string;
  line?: number;
  column?: number;
}

/** What the library answers instead of a result. */
export class CodeArtsDeployError extends Error {
  /** The name of the status, "CAD_E_VALIDATION". */
  readonly status: string;
  /** Undefined where nothing was to start. */
  readonly outcome: Outcome | undefined;
  readonly violations: Violation[];
  /** The whole error document. */
  readonly document: Document;
}

/** A client or an operation was used after its `close`; nothing was sent. */
export class ClosedError extends Error {
  readonly code: "ERR_CODEARTS_DEPLOY_CLOSED";
}

export interface SubmitOptions {
  /** An abort cancels the operation. */
  signal?: AbortSignal;
}

export interface CallOptions extends SubmitOptions {
  /** Is called with each event. What it throws cancels the operation and rejects the call. */
  onEvent?: (event: Document) => void;
}

/** An operation in the background. */
export class Operation implements AsyncIterable<Document> {
  private constructor();
  /** A number that no other operation of this process has. */
  readonly id: number;
  /** Its result; rejects with the error, every time. */
  wait(): Promise<Document>;
  /** The events that have not been taken yet, to the last one. */
  [Symbol.asyncIterator](): AsyncGenerator<Document, void>;
  /** Ends it; `wait` says how it ended. */
  cancel(): void;
  /** Frees it. One that has not ended is cancelled, and its outcome is lost. */
  close(): void;
}

/** A configuration with its connections. */
export class Client {
  /** What is not given comes from the environment; the header lists the members. */
  constructor(configuration?: Request);
  /** Runs an operation to its end. */
  call(operation: string, request?: Request, options?: CallOptions): Promise<Document>;
  /** Begins an operation in the background. */
  submit(operation: string, request?: Request, options?: SubmitOptions): Operation;
  /** Closes the connections once what runs has ended. */
  close(): void;
}

/** Starts a deployment; endpoint and region come from the environment, and so does the token if none is given. */
export function startTask(taskId: string, body?: Request, token?: string): Promise<Document>;
/** Checks a request without sending anything. */
export function validate(operation: string, request: Request): Document;
/** Describes an operation, or all of them as one OpenAPI document. */
export function schema(operation?: string): Document;
/** Of the library. */
export const version: string;
