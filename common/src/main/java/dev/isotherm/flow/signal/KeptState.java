package dev.isotherm.flow.signal;

import dev.isotherm.signal.memory.Kept;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * State that only the expressions of its rule can read. After a restore it is bytes, until the rule
 * is evaluated for the first time.
 */
public final class KeptState {

  private byte @Nullable [] written;
  private @Nullable Kept read;

  private KeptState(byte @Nullable [] written, @Nullable Kept read) {
    this.written = written;
    this.read = read;
  }

  /** State that was read, or begins. */
  public static KeptState of(Kept read) {
    return new KeptState(null, read);
  }

  static KeptState ofBytes(byte[] written) {
    return new KeptState(written, null);
  }

  /** Reads what was written. */
  public interface Reader<T extends Kept> {
    T read(DataInput in) throws IOException;
  }

  /** Returns the state, which may be changed in place. */
  public <T extends Kept> T get(Class<T> type, Reader<T> reader) throws IOException {
    if (read == null) {
      read = reader.read(new DataInputStream(new ByteArrayInputStream(written)));
      written = null;
    }
    return type.cast(read);
  }

  byte[] bytes() {
    if (read == null) {
      return written;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      read.writeTo(new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // writing into memory does not fail
    }
    return bytes.toByteArray();
  }

  KeptState copy() {
    return new KeptState(written, read == null ? null : read.copy());
  }
}
