package dev.isotherm.flow.state;

import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The number of the form in which a serializer of this program writes. Savepoints hold it, together
 * with the name of the class that extends this one.
 *
 * <p>Whoever changes what a serializer writes raises the number, and lets {@link
 * #restoreSerializer()} return a serializer that reads the older form. Flink then reads state with
 * that one, and writes it in the new form.
 */
public abstract class FormSnapshot<T> implements TypeSerializerSnapshot<T> {

  private final int form;
  private final Supplier<TypeSerializer<T>> serializer;

  /**
   * Describes the present form.
   *
   * @param form its number, at least 1
   * @param serializer reads and writes it
   */
  protected FormSnapshot(int form, Supplier<TypeSerializer<T>> serializer) {
    this.form = form;
    this.serializer = serializer;
  }

  @Override
  public final int getCurrentVersion() {
    return form;
  }

  /** Flink itself writes the number of the form. */
  @Override
  public final void writeSnapshot(DataOutputView out) {}

  @Override
  public void readSnapshot(int written, DataInputView in, ClassLoader classes) {
    if (written != form) {
      throw RefusedState.because(
          "state of "
              + getClass().getName()
              + ": is written in form "
              + written
              + "; this version of Isotherm reads form "
              + form
              + ". Continue with the version that wrote it, or begin without this state");
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return serializer.get();
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old.getClass() == getClass()
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
