package torg.registration;

import org.springframework.stereotype.Component;
import torg.store.RepeatedJob;

/// What is kept for somebody until an hour, and goes to others when it has struck: orders begun and not finished,
/// offers
/// not answered, codes that have run out.
@Component
class Deadlines implements RepeatedJob {
    private final Orders orders;
    private final WaitingLists waiting;
    private final Codes codes;

    Deadlines(Orders orders, WaitingLists waiting, Codes codes) {
        this.orders = orders;
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
        while (orders.release() + waiting.lapse() + codes.closeRunOut() > 0) {
            // each goes by hundreds
        }
    }
}
