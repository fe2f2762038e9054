package dev.isotherm.jobs.page.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.fixtures.Chromium;
import dev.isotherm.fixtures.ChromiumTab;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page keeps what it shows, not all that it has shown. */
class PageMemoryProcessIT {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int CHART_WINDOWS = 90;

  /** How many windows of each series come. In an hour of ten windows a second, 36,000 do. */
  private static final int WINDOWS = Integer.getInteger("isotherm.page-windows", 600);

  /** Whether the first card shows the last window of its series, as {@link ManySeries} has it. */
  private static final String SHOWS =
      """
      (() => {
        const card = document.querySelector('.card');
        if (!card) return false;
        const i = Number(card.querySelector('.name').textContent.split('-')[1]);
        const mean = 20 + Math.sin(%d / 9 + i) + i %% 13 / 3;
        return Math.abs(parseFloat(card.querySelector('.value').textContent) - mean) < 0.01;
      })()\
      """;

  private final ManySeries sample = new ManySeries();

  @Test
  void memoryStaysFlatWhileWindowsCome(@TempDir Path folder) throws Exception {
    assumeTrue(Chromium.program().isPresent(), "Chromium is not installed");
    sample.fill(CHART_WINDOWS);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Chromium browser = Chromium.start(folder.resolve("profile"));
        PageServer server = PageServer.start("--bind", address, null, sample.model());
        ChromiumTab tab =
            browser.open("http://127.0.0.1:" + server.port() + "/", 1440, 900, false)) {
      List<Long> heaps = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        show(tab, CHART_WINDOWS + part * WINDOWS / 4, CHART_WINDOWS + (part + 1) * WINDOWS / 4);
        heaps.add(heapBytes(tab));
      }
      System.out.println("PageMemoryProcessIT: heap of the page, bytes: " + heaps);
      assertThat(heaps.get(3)).isLessThan(heaps.get(0) + heaps.get(0) / 10);
      assertThat(tab.errors()).isEmpty();
    }
  }

  /** Adds windows, and waits for the page after every ten, so that it gets all of them. */
  private void show(ChromiumTab tab, int from, int to) {
    for (int window = from; window < to; window++) {
      sample.put(window);
      if (window % 10 == 0) {
        sample.changeAlerts(window % 20 == 0, window);
        tab.await(SHOWS.formatted(window), BOUND);
      }
    }
  }

  private static long heapBytes(ChromiumTab tab) throws Exception {
    tab.send("HeapProfiler.collectGarbage", Map.of());
    return (long) tab.metric("JSHeapUsedSize");
  }
}
