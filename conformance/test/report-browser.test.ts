import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { replay } from "../src/replay/replay.js";
import { createReport } from "../src/report/create-report.js";
import { htmlReport } from "../src/report/html-report.js";
import { temporaryFolder } from "./support/run-cli.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CHROMIUM = "/usr/bin/chromium";
const PICTURES = fileURLToPath(new URL("../reports/pictures/", import.meta.url));
const isThere = existsSync(CHROMIUM);

describe.skipIf(!isThere)(
  isThere ? "the HTML report in Chromium" : `needs ${CHROMIUM} (apt-get install chromium)`,
  () => {
    let browser: Browser;
    let folder: ReturnType<typeof temporaryFolder>;
    let address: string;
    const total = packagedExchanges().length;

    beforeAll(async () => {
      const broken = packagedExchanges().map((exchange) =>
        exchange.id === "cultureamp/employees-get"
          ? { ...exchange, response: { status: 200, body: { data: { id: 7, name: "Ada" } } } }
          : exchange,
      );
      const results = await replay({ exchanges: broken, transports: ["inject"] });
      const report = createReport({ exchanges: broken, results, transports: ["inject"], ms: 500 });
      folder = temporaryFolder({ "report.html": htmlReport(report) });
      address = pathToFileURL(join(folder.path, "report.html")).href;
      mkdirSync(PICTURES, { recursive: true });
      const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
      browser = await chromium.launch({ executablePath: CHROMIUM, args });
    });
    afterAll(async () => {
      await browser?.close();
      folder?.[Symbol.dispose]();
    });

    async function open(options: Parameters<Browser["newPage"]>[0] = {}): Promise<{ page: Page; problems: string[] }> {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        ...options,
      });
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        if (request.url().split("#")[0] !== address && !request.url().startsWith("data:")) problems.push(request.url());
      });
      await page.goto(address);
      return { page, problems };
    }

    test.each([
      ["light", 1280],
      ["dark", 1280],
      ["light", 390],
    ] as const)(
      "renders in %s at %i pixels: no request leaves, nothing on the console, no sideways scroll",
      async (colorScheme, width) => {
        const { page, problems } = await open({ colorScheme, viewport: { width, height: 900 } });
        expect(await page.locator("h1").textContent()).toBe(`1 exchange of ${total} failed`);
        expect(await page.locator(".list > li").count()).toBe(total);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await page.screenshot({ path: join(PICTURES, `report-${colorScheme}-${width}.png`) });
        expect(problems).toEqual([]);
      },
    );

    test("shows the failure with both sides", async () => {
      const { page } = await open();
      expect(await page.locator("#failures .fail").count()).toBe(1);
      expect(await page.locator("#failures .side pre").allTextContents()).toEqual(
        expect.arrayContaining(["7", "string"]),
      );
    });

    test("filters by text, vendor, verdict and fidelity, and resets", async () => {
      const { page } = await open();
      const shown = () => page.locator("#shown").textContent().then(Number);
      await page.fill("#filter-text", "token-credentials");
      expect(await shown()).toBe(2);
      await page.fill("#filter-text", "");
      await page.selectOption("#filter-vendor", "cultureamp");
      expect(await shown()).toBe(16);
      expect(await page.locator("section[data-vendor]:visible").count()).toBe(1);
      await page.selectOption("#filter-fidelity", "schema-derived");
      expect(await shown()).toBe(3);
      await page.selectOption("#filter-fidelity", "");
      await page.click(".toggle[data-verdict=passed]");
      expect(await page.locator(".list > li:visible .v-passed").count()).toBe(0);
      await page.fill("#filter-text", "nothing has this name");
      expect(await page.locator("#nothing").isVisible()).toBe(true);
      await page.click("#reset");
      expect(await shown()).toBe(total);
    });

    test("a cell of the map leads to its exchange, which opens", async () => {
      const { page } = await open();
      await page.locator("a.cell.v-contradicts").first().click();
      const row = page.locator("details.row.target");
      expect(await row.getAttribute("open")).not.toBeNull();
      expect(await row.locator(".tag").first().textContent()).toBe("contradicts");
      await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
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

    test("turns dark and light by its button, and prints without the filters", async () => {
      const { page } = await open({ colorScheme: "light" });
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.click("#theme");
      expect(await background()).not.toBe(light);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator(".tools").isVisible()).toBe(false);
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
    });
  },
);
