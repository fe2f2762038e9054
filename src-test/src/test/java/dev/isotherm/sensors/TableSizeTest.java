package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ManySensors;
import dev.isotherm.sensors.file.SensorFile;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table takes of the heap, counted object by object. */
class TableSizeTest {

  private static final int SENSORS = 100_000;

  @TempDir private Path folder;

  @Test
  void aSensorTakesHundredAndFiftyBytesAtMost() throws IOException {
    Path file = ManySensors.write(folder.resolve("s.csv"), SENSORS, false);
    SensorTable table = SensorFile.read(file);
    assertThat(table.sensorCount()).isEqualTo(SENSORS);
    long bytes = sizeOf(table) / SENSORS;
    System.out.println("TableSizeTest: " + bytes + " bytes for a sensor");
    assertThat(bytes).isBetween(50L, 150L);
  }

  /** The size of an object and all that it refers to, in a heap of less than 32 GiB. */
  private static long sizeOf(Object root) throws IOException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    visit(root, seen, open);
    long bytes = 0;
    while (!open.isEmpty()) {
      bytes += shallowSize(open.remove(), seen, open);
    }
    return bytes;
  }

  private static long shallowSize(Object object, Set<Object> seen, Deque<Object> open) {
    long bytes = 12;
    if (object.getClass().isArray()) {
      int length = Array.getLength(object);
      Class<?> type = object.getClass().getComponentType();
      for (int i = 0; i < length && !type.isPrimitive(); i++) {
        visit(Array.get(object, i), seen, open);
      }
      return aligned(bytes + 4 + (long) length * sizeOf(type));
    }
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          bytes += sizeOf(field.getType());
          if (!field.getType().isPrimitive()) {
            visit(valueOf(field, object), seen, open);
          }
        }
      }
    }
    return aligned(bytes);
  }

  private static Object valueOf(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }

  private static void visit(Object object, Set<Object> seen, Deque<Object> open) {
    boolean isCounted = !(object instanceof Class) && !(object instanceof Buffer); // there is one
    if (object != null && isCounted && seen.add(object)) {
      open.add(object);
    }
  }

  private static int sizeOf(Class<?> type) {
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == int.class || type == float.class || !type.isPrimitive()) {
      return 4;
    }
    return type == char.class || type == short.class ? 2 : 1;
  }

  private static long aligned(long bytes) {
    return (bytes + 7) / 8 * 8;
  }
}
