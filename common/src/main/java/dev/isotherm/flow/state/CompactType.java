package dev.isotherm.flow.state;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type information of a class with a serializer of its own. */
public final class CompactType<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final TypeSerializer<T> serializer;
  private final boolean isKey;

  /**
   * Describes a class.
   *
   * @param isKey whether the class has the same {@code hashCode} in every JVM
   */
  public CompactType(Class<T> type, TypeSerializer<T> serializer, boolean isKey) {
    this.type = type;
    this.serializer = serializer;
    this.isKey = isKey;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return isKey;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompactType<?> that
        && type.equals(that.type)
        && serializer.equals(that.serializer)
        && isKey == that.isKey;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, serializer, isKey);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CompactType;
  }
}
