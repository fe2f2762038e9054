package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes JSON objects one after the other. Each thread reuses its generator, because setting one up
 * costs as much as writing half an object.
 */
final class ObjectWriter {

  private static final int LARGE_BYTES = 1 << 16;
  private static final ThreadLocal<ObjectWriter> OF_THREAD =
      ThreadLocal.withInitial(ObjectWriter::new);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final JsonGenerator json;

  /** True within an object, and forever after a failure or a large object. */
  private boolean inUse;

  private ObjectWriter() {
    try {
      json = JsonLinesWriter.FACTORY.createGenerator(bytes);
      json.setRootValueSeparator(null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Writes one object. */
  static byte[] write(JsonLinesWriter.Fields fields) {
    ObjectWriter writer = OF_THREAD.get();
    if (writer.inUse) {
      writer = new ObjectWriter();
    }
    try {
      return writer.next(fields);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // writing into memory does not fail
    }
  }

  private byte[] next(JsonLinesWriter.Fields fields) throws IOException {
    inUse = true;
    json.writeStartObject();
    fields.writeTo(json);
    json.writeEndObject();
    json.flush();
    byte[] object = bytes.toByteArray();
    bytes.reset();
    if (object.length < LARGE_BYTES) {
      inUse = false;
    } else {
      OF_THREAD.remove();
    }
    return object;
  }
}
