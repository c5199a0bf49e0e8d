import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { faults as knownFaults } from "../src/faults/faults.js";
import type { FaultResult } from "../src/faults/types.js";
import { replay } from "../src/replay/replay.js";
import { createReport } from "../src/report/create-report.js";
import { htmlReport } from "../src/report/html-report.js";
import { someFaults } from "./support/fault-run.js";
import { temporaryFolder } from "./support/run-cli.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const PICTURES = fileURLToPath(new URL("../reports/pictures/", import.meta.url));
const isThere = existsSync(CHROMIUM);
/** CSS pixels between the margins of a sheet of A4. */
const PAPER_WIDTH = 703;

/** As many clients and faults as there are, of results that are real. */
function many(results: readonly FaultResult[]): FaultResult[] {
  return Array.from({ length: 26 }, (_, client) =>
    knownFaults.map(({ name, group }, index) => {
      const result = results[(client + index) % results.length] as FaultResult;
      return { ...result, subject: client < 6 ? `vendor-${client}` : `8x8/product-${client}`, fault: name, group };
    }),
  ).flat();
}

describe.skipIf(!isThere)(
  isThere ? "the HTML report in Chromium" : `needs ${CHROMIUM} (apt-get install chromium)`,
  () => {
    let browser: Browser;
    let folder: ReturnType<typeof temporaryFolder>;
    let address: string;
    let largeAddress: string;
    const total = packagedExchanges().length;

    beforeAll(async () => {
      const changes: Readonly<Record<string, (exchange: Exchange) => Exchange>> = {
        "cultureamp/employees-get": (exchange) => ({
          ...exchange,
          response: { status: 200, body: { data: { id: 7, name: "Ada" } } },
        }),
        "cultureamp/employees-list-page-with-next": (exchange) => ({
          ...exchange,
          request: { ...exchange.request, url: "https://api.cultureamp.com/v1/employees?limit=10" },
        }),
        "cultureamp/employee-demographics-list": (exchange) => ({
          ...exchange,
          expect: {
            data: {
              data: [
                { name: "star sign", value: "aquarius" },
                { name: "home town", value: "London" },
              ],
            },
          },
        }),
      };
      const broken = packagedExchanges().map((exchange) => changes[exchange.id]?.(exchange) ?? exchange);
      const results = await replay({ exchanges: broken, transports: ["inject"] });
      const faults = await someFaults();
      const run = { exchanges: broken, results, transports: ["inject"], ms: 500 } as const;
      folder = temporaryFolder({
        "report.html": htmlReport(createReport({ ...run, faults })),
        "large.html": htmlReport(createReport({ ...run, faults: many(faults) })),
      });
      address = pathToFileURL(join(folder.path, "report.html")).href;
      largeAddress = pathToFileURL(join(folder.path, "large.html")).href;
      mkdirSync(PICTURES, { recursive: true });
      const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
      browser = await chromium.launch({ executablePath: CHROMIUM, args });
    });
    afterAll(async () => {
      await browser?.close();
      folder?.[Symbol.dispose]();
    });

    type PageOptions = Parameters<Browser["newPage"]>[0];
    async function open(options: PageOptions = {}, url = address): Promise<{ page: Page; problems: string[] }> {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        ...options,
      });
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        if (request.url().split("#")[0] !== url.split("#")[0] && !request.url().startsWith("data:"))
          problems.push(request.url());
      });
      await page.goto(url);
      return { page, problems };
    }
    const mark = (page: Page, key: string) => page.locator(`[data-key="${key}"]`);

    describe.each([
      ["light", 1280],
      ["dark", 1280],
      ["light", 360],
      ["dark", 360],
    ] as const)("in %s at %i pixels", (colorScheme, width) => {
      test("no request leaves, nothing is on the console, and nothing makes it scroll sideways, opened as far as it goes", async () => {
        const { page, problems } = await open({ colorScheme, viewport: { width, height: 900 } });
        expect(await page.locator("h1").textContent()).toBe(`3 exchanges of ${total} failed, 2 faults of 6 not met`);
        expect(await page.locator(".list > li").count()).toBe(total);
        await page.screenshot({ path: join(PICTURES, `report-${colorScheme}-${width}.png`) });
        await mark(page, "cultureamp refresh-race").click();
        await page.locator("button.path").first().click();
        await page.locator(".row > summary").first().click();
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await page.locator("#faults").screenshot({ path: join(PICTURES, `faults-${colorScheme}-${width}.png`) });
        expect(problems).toEqual([]);
      });

      test("axe finds nothing against WCAG 2.2 AA or its own good practice, with everything open", async () => {
        const { page } = await open({ colorScheme, viewport: { width, height: 900 } });
        await mark(page, "cultureamp 429-seconds").click();
        await page.locator("button.path").first().click();
        await page.locator(".row[data-telling] > summary").first().click();
        await page.click(".toggle[data-verdict=not-replayable]");
        // The bar of filters lies over what is scrolled below it.
        await page.evaluate(() => scrollTo(0, 0));
        await page.addScriptTag({ content: axe.source });
        const violations = await page.evaluate(async () => {
          const { axe: inPage } = globalThis as unknown as {
            axe: { run(options: object): Promise<{ violations: AxeViolation[] }> };
          };
          interface AxeViolation {
            readonly id: string;
            readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
          }
          const { violations } = await inPage.run({
            resultTypes: ["violations"],
            rules: { "target-size": { enabled: true } },
          });
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")} ${nodes[0]?.failureSummary}`);
        });
        expect(violations).toEqual([]);
      });
    });

    test("is what the README shows", async () => {
      const { page } = await open();
      await page.selectOption("#filter-vendor", "cultureamp");
      await mark(page, "cultureamp 429-seconds").click();
      await page.evaluate(() => {
        const articles = [...document.querySelectorAll("#failures .fail")].slice(0, -1);
        const below = document.querySelectorAll("tr.panel ~ tr, tbody:has(tr.panel) ~ tbody");
        const rest = document.querySelectorAll(".group:nth-of-type(n+6), #fault-failures, #exchanges");
        for (const element of [...articles, ...below, ...rest]) element.remove();
        scrollTo(0, 0);
      });
      await page.screenshot({ path: join(PICTURES, "readme.png"), fullPage: true });
      expect(await page.locator("tr.panel .line").first().isVisible()).toBe(true);
    });

    test("every link within the page has its target", async () => {
      for (const url of [address, largeAddress]) {
        const { page } = await open({}, url);
        await page.evaluate(() => {
          for (const button of document.querySelectorAll<HTMLButtonElement>("button.path")) button.click();
        });
        const { links, dead } = await page.evaluate(() => {
          const all = [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((a) => a.hash.slice(1));
          return {
            links: all.length,
            dead: all.filter((id) => document.getElementById(decodeURIComponent(id)) === null),
          };
        });
        expect(links).toBeGreaterThan(400);
        expect(dead).toEqual([]);
      }
    });

    test("no element has the id of another", async () => {
      const { page } = await open();
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
      expect(ids.length).toBe(new Set(ids).size);
    });

    test("a failure shows both sides, and marks what differs", async () => {
      const { page } = await open();
      expect(await page.locator("#failures .fail").count()).toBe(3);
      expect(await page.locator("#failures .side pre").allTextContents()).toEqual(
        expect.arrayContaining(["7", "string"]),
      );
      expect(await page.locator("#failures .compare del").allTextContents()).toEqual(
        expect.arrayContaining(["10", "aquarius"]),
      );
      expect(await page.locator("#failures .compare ins").allTextContents()).toContain("capricorn");
    });

    test("without scripts every failure is there, with its timelines, and every exchange can be opened", async () => {
      const { page } = await open({ javaScriptEnabled: false });
      expect(await page.locator("#failures .fail").count()).toBe(3);
      expect(await page.locator("#fault-failures .fail").count()).toBe(2);
      expect(await page.locator("#fault-failures .line").first().isVisible()).toBe(true);
      await page.locator(".row > summary").first().click();
      expect(await page.locator(".row .body").first().isVisible()).toBe(true);
    });

    describe("filters", () => {
      const shown = (page: Page) => page.locator("#shown").textContent().then(Number);

      test("by text, vendor, verdict and fidelity, and back", async () => {
        const { page } = await open();
        await page.fill("#filter-text", "token-credentials");
        expect(await shown(page)).toBe(2);
        await page.fill("#filter-text", "");
        await page.selectOption("#filter-vendor", "cultureamp");
        expect(await shown(page)).toBe(16);
        expect(await page.locator("section[data-vendor]:visible").count()).toBe(1);
        await page.selectOption("#filter-fidelity", "schema-derived");
        expect(await shown(page)).toBe(3);
        await page.selectOption("#filter-fidelity", "");
        await page.click(".toggle[data-verdict=passed]");
        expect(await page.locator(".list > li:visible .v-passed").count()).toBe(0);
        await page.fill("#filter-text", "nothing has this name");
        expect(await page.locator("#nothing").isVisible()).toBe(true);
        expect(await page.locator("#no-fault").isVisible()).toBe(true);
        await page.click("#reset");
        expect(await shown(page)).toBe(total);
      });

      test("apply to the matrix: by fault, by client, by vendor, by verdict", async () => {
        const { page } = await open();
        const rows = page.locator(".matrix tr[data-fault]:visible");
        const columns = page.locator(".matrix th[data-subject]:visible");
        const marks = page.locator(".matrix .mark:visible");
        expect([await rows.count(), await columns.count(), await marks.count()]).toEqual([4, 2, 8]);
        await page.fill("#filter-text", "refresh");
        expect([await rows.count(), await marks.count()]).toEqual([1, 2]);
        await page.fill("#filter-text", "bare-fetch 429");
        expect([await rows.count(), await columns.count()]).toEqual([1, 1]);
        expect(await page.locator("#fault-failures .fail:visible").count()).toBe(1);
        await page.fill("#filter-text", "");
        await page.click(".toggle[data-verdict=passed]");
        await page.click(".toggle[data-verdict=not-applicable]");
        expect([await rows.count(), await columns.count(), await marks.count()]).toEqual([2, 1, 2]);
        await page.selectOption("#filter-vendor", "8x8");
        expect(await page.locator("#matrix").isVisible()).toBe(false);
        expect(await page.locator("#no-fault").isVisible()).toBe(true);
      });

      test("live in the address: a link shows the same view", async () => {
        const { page } = await open();
        await page.fill("#filter-text", "429");
        await page.selectOption("#filter-vendor", "cultureamp");
        await page.selectOption("#filter-fidelity", "verbatim");
        await page.click(".toggle[data-verdict=incoming]");
        await mark(page, "cultureamp 429-seconds").click();
        const link = page.url();
        expect(link).toContain("#q=429&vendor=cultureamp&fidelity=verbatim&hide=incoming&fault=cultureamp+429-seconds");
        const { page: other } = await open({}, link);
        expect(await other.inputValue("#filter-text")).toBe("429");
        expect(await other.inputValue("#filter-vendor")).toBe("cultureamp");
        expect(await other.inputValue("#filter-fidelity")).toBe("verbatim");
        expect(await other.getAttribute(".toggle[data-verdict=incoming]", "aria-pressed")).toBe("false");
        expect(await other.locator(".panel h3").textContent()).toBe("cultureamp: 429-seconds");
        await other.click("#reset");
        expect(other.url()).toBe(address);
      });

      test("a link to an exchange is kept beside them, and what is no filter is ignored", async () => {
        const { page } = await open({}, `${address}#vendor=nobody&fidelity=x&hide=y&fault=z&at=w`);
        expect(await shown(page)).toBe(total);
        await page.selectOption("#filter-vendor", "cultureamp");
        await page.locator("#failures h3 a").first().click();
        await expect.poll(() => page.url()).toMatch(/#vendor=cultureamp&at=x-cultureamp/);
        expect(await page.locator("details.row.target").getAttribute("open")).not.toBeNull();
        expect(await page.inputValue("#filter-vendor")).toBe("cultureamp");
      });
    });

    test("a cell of the map leads to its exchange, which opens", async () => {
      const { page } = await open();
      await page.locator("a.cell.v-contradicts").first().click();
      const row = page.locator("details.row.target");
      await expect.poll(() => row.getAttribute("open")).not.toBeNull();
      expect(await row.locator(".tag").first().textContent()).toBe("contradicts");
      await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
    });

    test("events that a vendor sends stand apart from its operations, with those that no exchange shows", async () => {
      const { page } = await open();
      const events = page.locator('section[data-vendor="8x8"] .events');
      expect(await events.locator("a.cell.in").count()).toBe(13);
      expect(await events.locator(".open-op .v-none").count()).toBeGreaterThan(0);
      expect(await events.locator(".verb").first().textContent()).toBe("⇠ in");
    });

    test("an operation opens what is known of it: exchanges, parameters, members seen, null and absent", async () => {
      const { page } = await open();
      const button = page.locator('button.path[data-op="GET /v1/employees/{id}/demographics"]');
      await button.click();
      const more = page.locator("li.opened .more");
      expect(await more.locator("a").allTextContents()).toEqual(["cultureamp/employee-demographics-list"]);
      expect(await more.textContent()).toContain("id path");
      expect(await more.locator("th:has-text('[].name')").count()).toBeGreaterThan(0);
      // Its exchange failed: the index counts it, the score does not.
      expect(await more.locator("[role=img][aria-label=provable]").count()).toBe(4);
      expect(await more.locator("[role=img][aria-label=proved]").count()).toBe(0);
      expect(await button.getAttribute("aria-expanded")).toBe("true");
      await button.click();
      expect(await more.count()).toBe(0);
      await page.locator('button.path[data-op="GET /v1/employees/{id}/manager-reviews"]').click();
      expect(await more.locator("[role=img][aria-label=proved]").count()).toBeGreaterThan(4);
    });

    test("a timeline says in words what it shows, and what was expected stands beside it", async () => {
      const { page } = await open();
      await mark(page, "cultureamp 429-seconds").click();
      const panel = page.locator("tr.panel");
      expect(await panel.locator(".facts").textContent()).toMatch(
        /ends inRateLimitErrorRateLimitError \(rate_limited\)/,
      );
      const spoken = (await panel.locator(".line").first().getAttribute("aria-label")) ?? "";
      expect(spoken).toMatch(
        /^read: at 0 ms POST \/v1\/oauth2\/token: 200; at .+: 429, Retry-After: 1; waited 1,\d{3} ms/,
      );
      expect(spoken).toMatch(/it ends in RateLimitError$/);
      expect(await panel.locator(".wait").first().textContent()).toMatch(/^waited 1,\d{3} msRetry-After: 1$/);
      await mark(page, "cultureamp refresh-race").click();
      expect(await panel.count()).toBe(1);
      const counts = await panel.locator(".rq-bad i").allTextContents();
      expect(counts.reduce((sum, text) => sum + Number(text.slice(1)), 0)).toBe(20);
      expect(await panel.locator(".rq").count()).toBeLessThan(12);
    });

    test("works by keyboard: / searches, Escape clears, Tab and Enter open a row", async () => {
      const { page } = await open();
      await page.keyboard.press("/");
      await page.keyboard.type("employees-get");
      expect(await page.locator(".list > li:visible").count()).toBe(1);
      await page.keyboard.press("Escape");
      expect(await page.inputValue("#filter-text")).toBe("");
      await page.locator(".row > summary").first().focus();
      await page.keyboard.press("Enter");
      expect(await page.locator(".row").first().getAttribute("open")).not.toBeNull();
    });

    test("works by keyboard in the matrix: one stop for Tab, arrows move, Enter opens, arrows browse, Escape goes back", async () => {
      const { page } = await open();
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.key);
      expect(await page.locator('.matrix .mark[tabindex="0"]').count()).toBe(1);
      await page.locator("#matrix").focus();
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("cultureamp 429-seconds");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
      expect(outline).toBe("solid");
      await page.keyboard.press("ArrowDown");
      expect(await focused()).toBe("cultureamp 500");
      await page.keyboard.press("Enter");
      expect(await page.locator(".panel h3").textContent()).toBe("cultureamp: 500");
      await page.keyboard.press("ArrowDown");
      expect(await page.locator(".panel h3").textContent()).toBe("cultureamp: expire-mid-pagination");
      await page.keyboard.press("ArrowRight");
      expect(await page.locator(".panel .drawn").textContent()).toContain("nothing pages");
      await page.keyboard.press("Home");
      await page.keyboard.press("Escape");
      expect([await page.locator(".panel").count(), await focused()]).toEqual([0, "cultureamp expire-mid-pagination"]);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await expect.poll(() => page.url()).toMatch(/#f-cultureamp\.2f\.bare-fetch--429-seconds$/);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("ARTICLE");
    });

    test("turns dark and light by its button", async () => {
      const { page } = await open({ colorScheme: "light" });
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.click("#theme");
      expect(await background()).not.toBe(light);
      await page.click("#theme");
      expect(await background()).toBe(light);
    });

    test("prints on A4: light, no filters, failures opened, nothing wider than the sheet", async () => {
      const { page } = await open(
        { colorScheme: "dark", viewport: { width: PAPER_WIDTH, height: 1000 } },
        largeAddress,
      );
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.locator(".tools").isVisible()).toBe(false);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
      expect(await page.locator(".row[data-telling] .body").first().isVisible()).toBe(true);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll("main *")]
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
          .map((element) => element.outerHTML.slice(0, 200)),
      );
      expect(wide).toEqual([]);
      const pdf = await page.pdf({ path: join(PICTURES, "report.pdf"), preferCSSPageSize: true });
      expect(pdf.length).toBeGreaterThan(10_000);
    });

    test("274 exchanges and 26 clients with every fault: there in a second, filtered in a blink, less than 1.5 MB of data", async () => {
      const { page, problems } = await open({}, "about:blank");
      const loaded: number[] = [];
      // The machine may be busy with other tests: one quiet moment is enough.
      while (loaded.length < 10 && !loaded.some((ms) => ms < 1_000)) {
        await page.goto("about:blank");
        await page.goto(largeAddress);
        loaded.push(
          await page.evaluate(
            () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).loadEventEnd,
          ),
        );
      }
      expect(await page.locator(".matrix .mark").count()).toBe(26 * knownFaults.length);
      expect(Math.min(...loaded)).toBeLessThan(1_000);
      const filtered = await page.evaluate(() => {
        const input = document.getElementById("filter-text") as HTMLInputElement;
        const times = ["4", "42", "429", "42", "4", ""].map((text) => {
          const before = performance.now();
          input.value = text;
          input.dispatchEvent(new Event("input"));
          void document.body.offsetHeight;
          return performance.now() - before;
        });
        return times.sort((left, right) => left - right)[3];
      });
      expect(filtered).toBeLessThan(250);
      expect(
        await page
          .locator("#data")
          .textContent()
          .then((text) => text?.length),
      ).toBeLessThan(1_500_000);
      expect(problems.filter((problem) => !problem.startsWith("file:"))).toEqual([]);
    });
  },
);
