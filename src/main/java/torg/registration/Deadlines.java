package torg.registration;

import org.springframework.stereotype.Component;
import torg.store.RepeatedJob;

/// What is kept for somebody until an hour, and goes to others when it has struck: orders begun and not finished,
/// offers
/// not answered, codes that have run out, places whose names did not follow.
@Component
class Deadlines implements RepeatedJob {
    private final Orders orders;
    private final WaitingLists waiting;
    private final Codes codes;
    private final PlacedOrders placed;

    Deadlines(Orders orders, WaitingLists waiting, Codes codes, PlacedOrders placed) {
        this.orders = orders;
        this.placed = placed;
        this.waiting = waiting;
        this.codes = codes;
    }

    @Override
    public String name() {
        return "deadlines";
    }

    @Override
    public int everySeconds() {
        return 10;
    }

    @Override
    public void run() {
        while (orders.release() + waiting.lapse() + codes.closeRunOut() + placed.endNameless() > 0) {
            // each goes by hundreds
        }
        placed.remind();
    }
}
