package dev.isotherm.jobs.page.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of the page, which are in the jar. All of them are held in memory. */
final class PageAssets {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** The files by their path, with their types. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("index.html", HTML);
    TYPES.put("page.css", CSS);
    TYPES.put("uplot.css", CSS);
    TYPES.put("uplot.js", SCRIPT);
    for (String script :
        new String[] {
          "main",
          "store",
          "feed",
          "format",
          "overview",
          "grid",
          "spark",
          "detail",
          "timeline",
          "dom"
        }) {
      TYPES.put(script + ".js", SCRIPT);
    }
    TYPES.put("icon.svg", "image/svg+xml");
  }

  /**
   * A file.
   *
   * @param gzipped its bytes, compressed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asset(String type, byte[] bytes, byte[] gzipped) {}

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  PageAssets() {
    TYPES.forEach(
        (name, type) -> {
          byte[] bytes = read(name);
          assets.put("/" + name, new Asset(type, bytes, gzip(bytes)));
        });
    assets.put("/", assets.get("/index.html"));
  }

  /** The file of a path; {@code null} if there is none. */
  @Nullable Asset find(String path) {
    return assets.get(path);
  }

  private static byte[] read(String name) {
    try (InputStream file = PageAssets.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("resource " + name + ": is missing");
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(bytes);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return gzipped.toByteArray();
  }
}
