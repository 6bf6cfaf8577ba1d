// Backs a database up and follows its report, through a client whose types are generated.
import createClient from "openapi-fetch";
import type { components, paths } from "./backupman.d.ts";

declare const process: { argv: string[] };

type Backup = components["schemas"]["Backup"];
type Told = components["schemas"]["BackupPayload"];

const baseUrl = process.argv[2] ?? "";
const nobody = createClient<paths>({ baseUrl });
const user = createClient<paths>({ baseUrl, headers: { "X-Api-Key": "user-key" } });
const admin = createClient<paths>({ baseUrl, headers: { Authorization: "Bearer admin-key" } });

function must<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.url}: ${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

function same<T>(found: T, expected: T, what: string): void {
  if (found !== expected) {
    throw new Error(`${what} is ${found}, not ${expected}`);
  }
}

async function ended(id: string): Promise<Backup> {
  for (;;) {
    const backup = must(await user.GET("/api/backups/{id}", { params: { path: { id } } }));
    if (backup.Status !== "pending") {
      return backup;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

same(must(await nobody.GET("/ping")).message, "pong", "The answer to ping");
same(must(await nobody.GET("/health")).Details.Drives.Status, "UP", "The drives' health");
same(must(await nobody.GET("/observe/health/ready")).Status, "UP", "Readiness");

const refused = await nobody.GET("/api/backups");
same(refused.response.status, 401, "The status without a key");
same(refused.error?.status, 401, "The problem's status");

const started = must(await user.POST("/api/backups", { body: { Labels: ["Shop"] } }));
const backup = await ended(started.Results[0]?.Id ?? "");
same(backup.Status, "finished", "The backup's status");
same(backup.Error, null, "Its error");

const page = must(
  await user.GET("/api/backups", { params: { query: { status: "finished", label: "Shop", limit: 1 } } }),
);
same(page.Results[0]?.Id, backup.Id, "The newest backup");

const link = must(
  await user.GET("/api/backups/{id}/generate-download-url", { params: { path: { id: backup.Id } } }),
);
const copy = await fetch(link.Url);
same((await copy.arrayBuffer()).byteLength, backup.DriveFiles[0]?.SizeBytes, "The size of the download");

const file = await user.GET("/api/backups/{driveFileId}/download", {
  params: { path: { driveFileId: backup.DriveFiles[0]?.Id ?? "" }, header: { Range: "bytes=0-9" } },
  parseAs: "arrayBuffer",
});
same(file.response.status, 206, "The status of a part");

const report = must(
  await user.GET("/api/reports/{id}", { params: { path: { id: backup.ReportId ?? "" } } }),
);
same((report.Payload as Told).Id, backup.Id, "What the report is about");
same(must(await user.GET("/api/notifiers")).Results[0]?.Destinations[0], "ops", "The destination");

const id = report.Id;
same(
  (await user.POST("/api/admin/reports/{id}/resend", { params: { path: { id } } })).error?.status,
  403,
  "The status without an admin key",
);
const resent = must(
  await admin.POST("/api/admin/reports/{id}/resend", {
    params: { path: { id } },
    body: { Destinations: ["ops"] },
  }),
);
same(resent.Results[0]?.Trigger, "resend", "Why it is delivered again");

const tested = must(
  await admin.POST("/api/admin/notifiers/{name}/test", { params: { path: { name: "webhook" } } }),
);
same(tested.Results[0]?.Status, "delivered", "The test");

const gone = await user.DELETE("/api/backups/{id}", { params: { path: { id: backup.Id } } });
same(gone.response.status, 204, "The status of a deletion");

console.log("The client has done all.");
