package dev.isotherm.flow.topology;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Gathers what a job in this JVM emits; each key's results in the order in which they came. */
final class GatheringSink<T> implements Sink<T> {

  private static final long serialVersionUID = 1;
  private static final Map<UUID, Queue<Object>> GATHERED = new ConcurrentHashMap<>();

  /** Travels with the copies of this sink to the tasks. */
  private final UUID id = UUID.randomUUID();

  GatheringSink() {
    GATHERED.put(id, new ConcurrentLinkedQueue<>());
  }

  /** What has been gathered; may be asked for once. */
  @SuppressWarnings("unchecked") // only T is ever written under this id
  List<T> gathered() {
    return (List<T>) List.copyOf(GATHERED.remove(id));
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(GATHERED.get(id));
  }

  private record Writer<T>(Queue<Object> gathered) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) {
      gathered.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
